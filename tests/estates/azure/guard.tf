resource "azurerm_key_vault" "booking" {
  name                       = "booking"
  resource_group_name        = azurerm_resource_group.booking.name
  location                   = var.location
  tenant_id                  = "00000000-0000-0000-0000-000000000000"
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id          = "00000000-0000-0000-0000-000000000000"
    object_id          = "11111111-1111-1111-1111-111111111111"
    secret_permissions = ["Get", "Purge"]
  }
}

resource "azurerm_key_vault_key" "booking" {
  name         = "booking"
  key_vault_id = azurerm_key_vault.booking.id
  key_type     = "RSA"
  key_size     = 2048
  key_opts     = ["encrypt", "decrypt"]
}

resource "azurerm_key_vault_secret" "booking" {
  name         = "booking"
  key_vault_id = azurerm_key_vault.booking.id
  value        = "Booking-2026"
}

resource "azurerm_key_vault_certificate" "booking" {
  name         = "booking"
  key_vault_id = azurerm_key_vault.booking.id

  certificate_policy {
    issuer_parameters {
      name = "Self"
    }

    key_properties {
      exportable = true
      key_type   = "RSA"
      reuse_key  = true
    }

    secret_properties {
      content_type = "application/x-pkcs12"
    }

    x509_certificate_properties {
      subject            = "CN=booking.example"
      key_usage          = ["digitalSignature"]
      validity_in_months = 36
    }
  }
}

resource "azurerm_key_vault_managed_hardware_security_module" "booking" {
  name                       = "booking"
  resource_group_name        = azurerm_resource_group.booking.name
  location                   = var.location
  sku_name                   = "Standard_B1"
  tenant_id                  = "00000000-0000-0000-0000-000000000000"
  admin_object_ids           = ["11111111-1111-1111-1111-111111111111"]
  soft_delete_retention_days = 7
}

resource "azurerm_role_definition" "everything" {
  name              = "everything"
  scope             = "/subscriptions/00000000-0000-0000-0000-000000000000"
  assignable_scopes = ["/subscriptions/00000000-0000-0000-0000-000000000000"]

  permissions {
    actions = ["*"]
  }
}

resource "azurerm_role_assignment" "operators" {
  for_each             = toset(["Owner", "Backup Contributor", "User Access Administrator"])
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
  role_definition_name = each.key
  principal_id         = "11111111-1111-1111-1111-111111111111"
}

resource "azurerm_security_center_contact" "booking" {
  name                = "booking"
  email               = ""
  alert_notifications = false
  alerts_to_admins    = false
}

resource "azurerm_security_center_subscription_pricing" "booking" {
  for_each      = toset(["VirtualMachines", "AppServices", "SqlServers", "SqlServerVirtualMachines", "StorageAccounts", "KubernetesService", "ContainerRegistry", "KeyVaults", "Arm"])
  tier          = "Free"
  resource_type = each.key
}

resource "azurerm_log_analytics_workspace" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  retention_in_days   = 30
}

resource "azurerm_monitor_log_profile" "booking" {
  name       = "booking"
  categories = ["Write"]
  locations  = ["westeurope"]

  retention_policy {
    enabled = true
    days    = 7
  }
}

resource "azurerm_recovery_services_vault" "booking" {
  name                = "booking"
  resource_group_name = azurerm_resource_group.booking.name
  location            = var.location
  sku                 = "Standard"
  storage_mode_type   = "LocallyRedundant"
  soft_delete_enabled = false

  monitoring {
    alerts_for_all_job_failures_enabled = false
  }
}

resource "azurerm_backup_policy_vm" "weekly" {
  name                = "weekly"
  resource_group_name = azurerm_resource_group.booking.name
  recovery_vault_name = azurerm_recovery_services_vault.booking.name

  backup {
    frequency = "Weekly"
    time      = "23:00"
    weekdays  = ["Sunday"]
  }

  retention_weekly {
    count    = 2
    weekdays = ["Sunday"]
  }
}

resource "azurerm_backup_protected_vm" "import" {
  resource_group_name = azurerm_resource_group.booking.name
  recovery_vault_name = azurerm_recovery_services_vault.booking.name
  source_vm_id        = azurerm_linux_virtual_machine.import.id
  exclude_disk_luns   = [1]
  protection_state    = "ProtectionStopped"
}

resource "azurerm_data_protection_backup_vault" "booking" {
  name                       = "booking"
  resource_group_name        = azurerm_resource_group.booking.name
  location                   = var.location
  datastore_type             = "VaultStore"
  redundancy                 = "LocallyRedundant"
  soft_delete                = "Off"
  retention_duration_in_days = 14
}

resource "azurerm_data_protection_backup_policy_disk" "booking" {
  name                            = "booking"
  vault_id                        = azurerm_data_protection_backup_vault.booking.id
  backup_repeating_time_intervals = ["R/2026-11-24T02:00:00+00:00/P1D"]
  default_retention_duration      = "P7D"
}
