"""The products; a new one is one module and one line here."""

from trygtryk.products import cards, flipflap, forms, posters
from trygtryk.products.product import Product

PRODUCTS: tuple[Product, ...] = (flipflap.PRODUCT, cards.PRODUCT, posters.PRODUCT, forms.PRODUCT)
