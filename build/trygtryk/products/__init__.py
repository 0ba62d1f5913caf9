"""The products; a new one is one module and one line here."""

from typing import Any

from trygtryk.products import cards, flipflap, forms, posters
from trygtryk.products.product import Product

PRODUCTS: tuple[Product[Any, Any], ...] = (flipflap.PRODUCT, cards.PRODUCT, posters.PRODUCT, forms.PRODUCT)
