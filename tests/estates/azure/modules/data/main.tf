variable "name" { type = string }
variable "group" { type = string }
variable "location" { type = string }

resource "azurerm_mssql_server" "this" {
  name                         = var.name
  resource_group_name          = var.group
  location                     = var.location
  version                      = "12.0"
  administrator_login          = "booking"
  administrator_login_password = "Booking-2026"
  minimum_tls_version          = "1.0"
}

resource "azurerm_mssql_firewall_rule" "this" {
  for_each         = { everybody = "255.255.255.255", azure = "0.0.0.0" }
  name             = each.key
  server_id        = azurerm_mssql_server.this.id
  start_ip_address = "0.0.0.0"
  end_ip_address   = each.value
}

resource "azurerm_mssql_server_security_alert_policy" "this" {
  server_name         = azurerm_mssql_server.this.name
  resource_group_name = var.group
  state               = "Disabled"
  disabled_alerts     = ["Sql_Injection"]
}

resource "azurerm_mssql_server_vulnerability_assessment" "this" {
  server_security_alert_policy_id = azurerm_mssql_server_security_alert_policy.this.id
  storage_container_path          = "https://booking.blob.core.windows.net/scans/"
}

resource "azurerm_mssql_database" "this" {
  name                                = var.name
  server_id                           = azurerm_mssql_server.this.id
  storage_account_type                = "Local"
  transparent_data_encryption_enabled = false
}

resource "azurerm_mssql_failover_group" "this" {
  name      = var.name
  server_id = azurerm_mssql_server.this.id
  databases = [azurerm_mssql_database.this.id]

  partner_server {
    id = "/subscriptions/0/resourceGroups/booking/providers/Microsoft.Sql/servers/other"
  }

  read_write_endpoint_failover_policy {
    mode = "Manual"
  }
}

resource "azurerm_mssql_virtual_machine" "this" {
  virtual_machine_id = "/subscriptions/0/resourceGroups/booking/providers/Microsoft.Compute/virtualMachines/sql"
}

resource "azurerm_postgresql_server" "this" {
  name                             = var.name
  resource_group_name              = var.group
  location                         = var.location
  sku_name                         = "GP_Gen5_2"
  version                          = "11"
  ssl_enforcement_enabled          = false
  ssl_minimal_tls_version_enforced = "TLSEnforcementDisabled"
  public_network_access_enabled    = true
  backup_retention_days            = 7
}

resource "azurerm_postgresql_configuration" "this" {
  for_each            = toset(["log_checkpoints", "log_connections", "connection_throttling"])
  name                = each.key
  resource_group_name = var.group
  server_name         = azurerm_postgresql_server.this.name
  value               = "off"
}

resource "azurerm_postgresql_firewall_rule" "this" {
  name                = "everybody"
  resource_group_name = var.group
  server_name         = azurerm_postgresql_server.this.name
  start_ip_address    = "0.0.0.0"
  end_ip_address      = "255.255.255.255"
}

resource "azurerm_postgresql_flexible_server" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
}

resource "azurerm_mysql_server" "this" {
  name                             = var.name
  resource_group_name              = var.group
  location                         = var.location
  sku_name                         = "GP_Gen5_2"
  version                          = "5.7"
  ssl_enforcement_enabled          = false
  ssl_minimal_tls_version_enforced = "TLS1_0"
  public_network_access_enabled    = true
}

resource "azurerm_mysql_flexible_server" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
}

resource "azurerm_mariadb_server" "this" {
  name                             = var.name
  resource_group_name              = var.group
  location                         = var.location
  sku_name                         = "B_Gen5_1"
  version                          = "10.2"
  ssl_enforcement_enabled          = false
  ssl_minimal_tls_version_enforced = "TLS1_0"
  public_network_access_enabled    = true
}

resource "azurerm_cosmosdb_account" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  offer_type          = "Standard"
  minimal_tls_version = "Tls"

  consistency_policy {
    consistency_level = "Session"
  }

  geo_location {
    location          = var.location
    failover_priority = 0
  }

  backup {
    type                = "Periodic"
    retention_in_hours  = 8
    storage_redundancy  = "Local"
    interval_in_minutes = 240
  }
}

resource "azurerm_redis_cache" "this" {
  name                 = var.name
  resource_group_name  = var.group
  location             = var.location
  capacity             = 1
  family               = "P"
  sku_name             = "Premium"
  non_ssl_port_enabled = true
  minimum_tls_version  = "1.0"

  redis_configuration {
    authentication_enabled = false
  }
}

resource "azurerm_storage_account" "this" {
  name                             = var.name
  resource_group_name              = var.group
  location                         = var.location
  account_tier                     = "Standard"
  account_replication_type         = "LRS"
  https_traffic_only_enabled       = false
  min_tls_version                  = "TLS1_0"
  allow_nested_items_to_be_public  = true
  cross_tenant_replication_enabled = true
  sftp_enabled                     = true
  is_hns_enabled                   = true

  network_rules {
    default_action = "Allow"
    bypass         = ["None"]
  }

  blob_properties {
    delete_retention_policy {
      days                     = 1
      permanent_delete_enabled = true
    }
  }

  share_properties {
    smb {
      versions                = ["SMB2.1"]
      channel_encryption_type = ["AES-128-CCM"]
    }
  }
}

resource "azurerm_storage_container" "this" {
  name                  = "letters"
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "container"
}

resource "azurerm_storage_container_immutability_policy" "this" {
  storage_container_resource_manager_id = azurerm_storage_container.this.resource_manager_id
  immutability_period_in_days           = 1
  locked                                = false
}

resource "azurerm_storage_share" "this" {
  name               = "letters"
  storage_account_id = azurerm_storage_account.this.id
  quota              = 100
}

resource "azurerm_netapp_volume" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  account_name        = var.name
  pool_name           = var.name
  service_level       = "Standard"
  storage_quota_in_gb = 100
  subnet_id           = "subnet"
  volume_path         = var.name
}

resource "azurerm_synapse_workspace" "this" {
  name                                 = var.name
  resource_group_name                  = var.group
  location                             = var.location
  storage_data_lake_gen2_filesystem_id = "lake"
  sql_administrator_login              = "booking"
  sql_administrator_login_password     = "Booking-2026"
  public_network_access_enabled        = true
}

resource "azurerm_synapse_sql_pool" "this" {
  name                      = var.name
  synapse_workspace_id      = azurerm_synapse_workspace.this.id
  sku_name                  = "DW100c"
  data_encrypted            = false
  geo_backup_policy_enabled = false
}

resource "azurerm_synapse_firewall_rule" "this" {
  name                 = "everybody"
  synapse_workspace_id = azurerm_synapse_workspace.this.id
  start_ip_address     = "0.0.0.0"
  end_ip_address       = "255.255.255.255"
}

resource "azurerm_kusto_cluster" "this" {
  name                    = var.name
  resource_group_name     = var.group
  location                = var.location
  disk_encryption_enabled = false

  sku {
    name     = "Dev(No SLA)_Standard_E2a_v4"
    capacity = 1
  }
}

resource "azurerm_data_factory" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
}

resource "azurerm_databricks_workspace" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  sku                 = "premium"
}

resource "azurerm_data_lake_store" "this" {
  name                = var.name
  resource_group_name = var.group
  location            = var.location
  encryption_state    = "Disabled"
}
