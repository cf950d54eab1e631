"""What the page of herrajes has besides what every catalogue has."""
