# A hospital's booking system on Azure: apps and containers, databases of every kind, messages, machine learning.

provider "azurerm" {
  features {
    recovery_service {
      purge_protected_items_from_vault_on_destroy = true
    }

    netapp {
      delete_backups_on_backup_vault_destroy = true
      prevent_volume_destruction             = false
    }

    resource_group {
      prevent_deletion_if_contains_resources = false
    }

    log_analytics_workspace {
      permanently_delete_on_destroy = true
    }
  }
}

resource "azurerm_resource_group" "booking" {
  name     = "booking"
  location = var.location
}

module "booking" {
  source   = "./modules/app"
  for_each = toset(["patients", "doctors"])
  name     = each.key
  group    = azurerm_resource_group.booking.name
  location = var.location
}

module "data" {
  source   = "./modules/data"
  name     = "booking"
  group    = azurerm_resource_group.booking.name
  location = var.location
}
