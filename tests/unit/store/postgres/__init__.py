"""A store on a server, part by part."""
