"""What `marsad doctor` looks at: this machine, the servers, the feeds and rules; for each thing what to do about it."""
