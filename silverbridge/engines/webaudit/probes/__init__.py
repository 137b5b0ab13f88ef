"""What takes more than one look: the clock run forward, controls and forms tried."""
