"""What is found, looked at beside the results: pages, pictures, text and cells."""
