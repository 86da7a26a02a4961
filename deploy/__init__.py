"""What it takes to run Marsad: local servers, index templates, images."""
