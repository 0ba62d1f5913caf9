"""The things a product is made from: set text, figures, scenes, QR codes, creases."""
