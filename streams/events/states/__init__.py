"""How real an event is: its status, whether it is asserted, whether it is news."""
