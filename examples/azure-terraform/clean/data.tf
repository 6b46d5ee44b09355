# Tier 3: orders in a database, uploads in a storage account. Both can be restored, and read only from inside.

resource "azurerm_mssql_server" "orders" {
  name                          = "shop-orders"
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location
  version                       = "12.0"
  minimum_tls_version           = "1.2"
  public_network_access_enabled = false

  azuread_administrator {
    login_username              = "database-administrators"
    object_id                   = "22222222-2222-2222-2222-222222222222"
    azuread_authentication_only = true
  }

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_mssql_server_extended_auditing_policy" "orders" {
  server_id              = azurerm_mssql_server.orders.id
  log_monitoring_enabled = true
  storage_endpoint       = azurerm_storage_account.uploads.primary_blob_endpoint
  retention_in_days      = 365
}

resource "azurerm_mssql_server_security_alert_policy" "orders" {
  server_name          = azurerm_mssql_server.orders.name
  resource_group_name  = azurerm_resource_group.shop.name
  state                = "Enabled"
  email_addresses      = ["security@shop.example"]
  email_account_admins = true
  retention_days       = 90
}

resource "azurerm_mssql_server_vulnerability_assessment" "orders" {
  server_security_alert_policy_id = azurerm_mssql_server_security_alert_policy.orders.id
  storage_container_path          = "${azurerm_storage_account.uploads.primary_blob_endpoint}scans/"

  recurring_scans {
    enabled                   = true
    email_subscription_admins = true
    emails                    = ["security@shop.example"]
  }
}

resource "azurerm_mssql_database" "orders" {
  name                 = "orders"
  server_id            = azurerm_mssql_server.orders.id
  sku_name             = "BC_Gen5_2"
  storage_account_type = "Geo"
  zone_redundant       = true
  ledger_enabled       = true

  short_term_retention_policy {
    retention_days = 35
  }

  long_term_retention_policy {
    weekly_retention  = "P5W"
    monthly_retention = "P12M"

    immutable_backups_enabled = true
  }
}

resource "azurerm_storage_account" "uploads" {
  name                              = "shopuploads"
  resource_group_name               = azurerm_resource_group.shop.name
  location                          = azurerm_resource_group.shop.location
  account_tier                      = "Standard"
  account_replication_type          = "GZRS"
  https_traffic_only_enabled        = true
  min_tls_version                   = "TLS1_2"
  allow_nested_items_to_be_public   = false
  public_network_access_enabled     = false
  shared_access_key_enabled         = false
  default_to_oauth_authentication   = true
  cross_tenant_replication_enabled  = false
  infrastructure_encryption_enabled = true
  local_user_enabled                = false

  identity {
    type = "SystemAssigned"
  }

  network_rules {
    default_action = "Deny"
    bypass         = ["AzureServices"]
  }

  sas_policy {
    expiration_period = "01.00:00:00"
  }

  blob_properties {
    versioning_enabled  = true
    change_feed_enabled = true

    delete_retention_policy {
      days = 30
    }

    container_delete_retention_policy {
      days = 30
    }

    restore_policy {
      days = 29
    }
  }
}

resource "azurerm_storage_account_customer_managed_key" "uploads" {
  storage_account_id = azurerm_storage_account.uploads.id
  key_vault_id       = azurerm_key_vault.shop.id
  key_name           = azurerm_key_vault_key.uploads.name
}

resource "azurerm_storage_container" "uploads" {
  name                  = "uploads"
  storage_account_id    = azurerm_storage_account.uploads.id
  container_access_type = "private"
}
