"""`python -m marsad` is the command `marsad`."""

from marsad.cli.main import main

main()
