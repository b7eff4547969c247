module example.org/shop

go 1.23

toolchain go1.23.4

require (
	example.org/orders v1.4.0
	example.org/ledger v0.0.0-20250102030405-0123456789ab // indirect
)

replace example.org/orders => ../orders
