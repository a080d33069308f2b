"""What commands say: results on standard output; progress, notes and errors on standard error."""
