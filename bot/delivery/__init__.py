"""From inbox to outbox: nothing lost, nothing twice."""
