# Tier 3: orders in a database, uploads in a storage account. Neither can be restored for long.

resource "azurerm_mssql_server" "orders" {
  name                         = "shop-orders"
  resource_group_name          = azurerm_resource_group.shop.name
  location                     = azurerm_resource_group.shop.location
  version                      = "12.0"
  administrator_login          = "shop"
  administrator_login_password = "Sommer2026!"
}

resource "azurerm_mssql_firewall_rule" "everybody" {
  name             = "everybody"
  server_id        = azurerm_mssql_server.orders.id
  start_ip_address = "0.0.0.0"
  end_ip_address   = "255.255.255.255"
}

resource "azurerm_mssql_database" "orders" {
  name                 = "orders"
  server_id            = azurerm_mssql_server.orders.id
  storage_account_type = "Local"

  short_term_retention_policy {
    retention_days = 1
  }
}

resource "azurerm_storage_account" "uploads" {
  name                            = "shopuploads"
  resource_group_name             = azurerm_resource_group.shop.name
  location                        = azurerm_resource_group.shop.location
  account_tier                    = "Standard"
  account_replication_type        = "LRS"
  https_traffic_only_enabled      = false
  allow_nested_items_to_be_public = true
}

resource "azurerm_storage_container" "uploads" {
  name                  = "uploads"
  storage_account_id    = azurerm_storage_account.uploads.id
  container_access_type = "blob"
}
