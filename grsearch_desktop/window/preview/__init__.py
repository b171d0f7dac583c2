"""What a file holds, shown beside the results."""
