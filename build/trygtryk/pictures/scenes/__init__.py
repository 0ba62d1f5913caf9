"""Scenes: what a card's or poster's picture is composed of, and the style sheet that shows it all."""
