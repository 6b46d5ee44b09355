# The same shop with the customer's duties done.

provider "azurerm" {
  features {
    recovery_service {
      vm_backup_stop_protection_and_retain_data_on_destroy = true
    }

    key_vault {
      purge_soft_delete_on_destroy                            = false
      purge_soft_deleted_keys_on_destroy                      = false
      purge_soft_deleted_secrets_on_destroy                   = false
      purge_soft_deleted_certificates_on_destroy              = false
      purge_soft_deleted_hardware_security_modules_on_destroy = false
    }
  }
}

resource "azurerm_resource_group" "shop" {
  name     = "shop"
  location = "westeurope"
}

resource "azurerm_management_lock" "shop" {
  name       = "shop"
  scope      = azurerm_resource_group.shop.id
  lock_level = "CanNotDelete"
}

resource "azurerm_virtual_network" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  address_space       = ["10.0.0.0/16"]
}

locals {
  subnets = { gateway = "10.0.0.0/24", web = "10.0.1.0/24", data = "10.0.2.0/24" }
}

resource "azurerm_subnet" "shop" {
  for_each             = local.subnets
  name                 = each.key
  resource_group_name  = azurerm_resource_group.shop.name
  virtual_network_name = azurerm_virtual_network.shop.name
  address_prefixes     = [each.value]
}

resource "azurerm_network_security_group" "shop" {
  for_each            = local.subnets
  name                = each.key
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_subnet_network_security_group_association" "shop" {
  for_each                  = local.subnets
  subnet_id                 = azurerm_subnet.shop[each.key].id
  network_security_group_id = azurerm_network_security_group.shop[each.key].id
}

resource "azurerm_network_security_rule" "web" {
  name                        = "gateway"
  resource_group_name         = azurerm_resource_group.shop.name
  network_security_group_name = azurerm_network_security_group.shop["web"].name
  priority                    = 100
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = "Tcp"
  source_port_range           = "*"
  destination_port_range      = "443"
  source_address_prefix       = local.subnets.gateway
  destination_address_prefix  = local.subnets.web
}

resource "azurerm_private_endpoint" "shop" {
  for_each = {
    sqlServer = azurerm_mssql_server.orders.id
    blob      = azurerm_storage_account.uploads.id
    vault     = azurerm_key_vault.shop.id
  }
  name                = each.key
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  subnet_id           = azurerm_subnet.shop["data"].id

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value
    subresource_names              = [each.key]
    is_manual_connection           = false
  }
}

resource "azurerm_network_watcher" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
}

resource "azurerm_network_watcher_flow_log" "shop" {
  name                 = "shop"
  network_watcher_name = azurerm_network_watcher.shop.name
  resource_group_name  = azurerm_resource_group.shop.name
  target_resource_id   = azurerm_virtual_network.shop.id
  storage_account_id   = azurerm_storage_account.uploads.id
  enabled              = true

  retention_policy {
    enabled = true
    days    = 90
  }
}
