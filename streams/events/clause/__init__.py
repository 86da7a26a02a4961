"""What of a sentence belongs to a trigger: the triggers themselves, how far each reaches, what stands over it."""
