"""Everything that touches the outside world, with kafka-python: sources in, sinks out."""
