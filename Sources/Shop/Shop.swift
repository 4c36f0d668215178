// Shop
