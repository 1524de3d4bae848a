"""Pages to hand out, read as a browser reads them."""
