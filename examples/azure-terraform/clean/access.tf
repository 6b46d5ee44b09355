# Who may do what, with which keys, and who sees it.

data "azurerm_client_config" "current" {}

resource "azurerm_key_vault" "shop" {
  name                          = "shop"
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location
  tenant_id                     = data.azurerm_client_config.current.tenant_id
  sku_name                      = "premium"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = false

  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
  }
}

resource "azurerm_key_vault_key" "uploads" {
  name            = "uploads"
  key_vault_id    = azurerm_key_vault.shop.id
  key_type        = "RSA-HSM"
  key_size        = 3072
  key_opts        = ["wrapKey", "unwrapKey"]
  expiration_date = "2028-11-24T00:00:00Z"

  rotation_policy {
    expire_after = "P2Y"

    automatic {
      time_before_expiry = "P90D"
    }
  }
}

resource "azurerm_key_vault_certificate" "shop" {
  name         = "shop"
  key_vault_id = azurerm_key_vault.shop.id

  certificate_policy {
    issuer_parameters {
      name = "DigiCert"
    }

    key_properties {
      exportable = true
      key_type   = "RSA"
      key_size   = 3072
      reuse_key  = false
    }

    secret_properties {
      content_type = "application/x-pkcs12"
    }

    x509_certificate_properties {
      subject            = "CN=shop.example"
      key_usage          = ["digitalSignature", "keyEncipherment"]
      validity_in_months = 6
    }
  }
}

resource "azurerm_role_assignment" "backup" {
  scope                = azurerm_recovery_services_vault.shop.id
  role_definition_name = "Backup Contributor"
  principal_id         = "33333333-3333-3333-3333-333333333333"
}

resource "azurerm_role_assignment" "machine" {
  scope                = azurerm_storage_container.uploads.resource_manager_id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_linux_virtual_machine.web.identity[0].principal_id
}

resource "azurerm_log_analytics_workspace" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  retention_in_days   = 365
}

resource "azurerm_monitor_diagnostic_setting" "shop" {
  for_each = {
    vault    = azurerm_key_vault.shop.id
    backups  = azurerm_recovery_services_vault.shop.id
    database = azurerm_mssql_database.orders.id
    gateway  = azurerm_application_gateway.shop.id
    blobs    = "${azurerm_storage_account.uploads.id}/blobServices/default"
    queues   = "${azurerm_storage_account.uploads.id}/queueServices/default"
    account  = azurerm_storage_account.uploads.id
    web      = azurerm_network_security_group.shop["web"].id
    data     = azurerm_network_security_group.shop["data"].id
    front    = azurerm_network_security_group.shop["gateway"].id
  }
  name                       = each.key
  target_resource_id         = each.value
  log_analytics_workspace_id = azurerm_log_analytics_workspace.shop.id

  enabled_log {
    category_group = "allLogs"
  }
}
