"""The pages behind the clinic's doors."""
