"""The products; a new one is one module and one line here."""

from trygtryk.products import flipflap, posters
from trygtryk.products.product import Product

PRODUCTS: tuple[Product, ...] = (flipflap.PRODUCT, posters.PRODUCT)
