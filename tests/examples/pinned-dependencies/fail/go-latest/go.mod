module example.org/shop

go 1.23

require example.org/orders latest
