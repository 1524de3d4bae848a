"""Care of a store on a server."""
