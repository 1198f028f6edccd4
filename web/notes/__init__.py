"""Notes on applications: for colleagues of the same company and for staff, never for the person."""
