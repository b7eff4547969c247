"""What the judges of imports and interfaces are measured on."""
