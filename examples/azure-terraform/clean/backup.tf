# Backups: daily, kept a month and longer, locked, in two regions, and stopped by two persons only.

resource "azurerm_recovery_services_vault" "shop" {
  name                          = "shop"
  resource_group_name           = azurerm_resource_group.shop.name
  location                      = azurerm_resource_group.shop.location
  sku                           = "Standard"
  storage_mode_type             = "GeoRedundant"
  cross_region_restore_enabled  = true
  soft_delete_enabled           = true
  immutability                  = "Locked"
  public_network_access_enabled = false

  identity {
    type = "SystemAssigned"
  }

  encryption {
    key_id                            = azurerm_key_vault_key.backups.id
    infrastructure_encryption_enabled = true
    use_system_assigned_identity      = true
  }

  monitoring {
    alerts_for_all_job_failures_enabled            = true
    alerts_for_critical_operation_failures_enabled = true
  }
}

resource "azurerm_key_vault_key" "backups" {
  name            = "backups"
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

resource "azurerm_data_protection_resource_guard" "shop" {
  name                = "shop"
  resource_group_name = "security"
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_recovery_services_vault_resource_guard_association" "shop" {
  vault_id          = azurerm_recovery_services_vault.shop.id
  resource_guard_id = azurerm_data_protection_resource_guard.shop.id
}

resource "azurerm_monitor_action_group" "operations" {
  name                = "operations"
  resource_group_name = azurerm_resource_group.shop.name
  short_name          = "operations"

  email_receiver {
    name          = "operations"
    email_address = "operations@shop.example"
  }
}

resource "azurerm_monitor_alert_processing_rule_action_group" "backups" {
  name                 = "backups"
  resource_group_name  = azurerm_resource_group.shop.name
  scopes               = [azurerm_recovery_services_vault.shop.id]
  add_action_group_ids = [azurerm_monitor_action_group.operations.id]
}

resource "azurerm_backup_policy_vm" "daily" {
  name                           = "daily"
  resource_group_name            = azurerm_resource_group.shop.name
  recovery_vault_name            = azurerm_recovery_services_vault.shop.name
  policy_type                    = "V2"
  instant_restore_retention_days = 7

  backup {
    frequency = "Daily"
    time      = "23:00"
  }

  retention_daily {
    count = 35
  }

  retention_monthly {
    count    = 12
    weekdays = ["Sunday"]
    weeks    = ["First"]
  }
}

resource "azurerm_backup_protected_vm" "web" {
  resource_group_name = azurerm_resource_group.shop.name
  recovery_vault_name = azurerm_recovery_services_vault.shop.name
  source_vm_id        = azurerm_linux_virtual_machine.web.id
  backup_policy_id    = azurerm_backup_policy_vm.daily.id
}

resource "azurerm_data_protection_backup_vault" "uploads" {
  name                       = "uploads"
  resource_group_name        = azurerm_resource_group.shop.name
  location                   = azurerm_resource_group.shop.location
  datastore_type             = "VaultStore"
  redundancy                 = "GeoRedundant"
  immutability               = "Locked"
  soft_delete                = "AlwaysOn"
  retention_duration_in_days = 30

  cross_region_restore_enabled = true

  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_data_protection_backup_vault_customer_managed_key" "uploads" {
  data_protection_backup_vault_id = azurerm_data_protection_backup_vault.uploads.id
  key_vault_key_id                = azurerm_key_vault_key.backups.id
}

resource "azurerm_data_protection_backup_policy_blob_storage" "uploads" {
  name                             = "uploads"
  vault_id                         = azurerm_data_protection_backup_vault.uploads.id
  backup_repeating_time_intervals  = ["R/2026-11-24T02:00:00+00:00/P1D"]
  vault_default_retention_duration = "P90D"
}

resource "azurerm_data_protection_backup_instance_blob_storage" "uploads" {
  name               = "uploads"
  vault_id           = azurerm_data_protection_backup_vault.uploads.id
  location           = azurerm_resource_group.shop.location
  storage_account_id = azurerm_storage_account.uploads.id
  backup_policy_id   = azurerm_data_protection_backup_policy_blob_storage.uploads.id

  storage_account_container_names = [azurerm_storage_container.uploads.name]
}
