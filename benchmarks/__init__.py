"""What an extraction costs, beside what else reads French, and how that grows; none of it is a test."""
