# Who may do what.

data "azurerm_client_config" "current" {}

resource "azurerm_key_vault" "shop" {
  name                = "shop"
  resource_group_name = azurerm_resource_group.shop.name
  location            = azurerm_resource_group.shop.location
  tenant_id           = data.azurerm_client_config.current.tenant_id
  sku_name            = "standard"
}

resource "azurerm_key_vault_secret" "database" {
  name         = "database"
  value        = "Sommer2026!"
  key_vault_id = azurerm_key_vault.shop.id
}

resource "azurerm_role_assignment" "operators" {
  for_each             = toset(["Owner", "Backup Contributor"])
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000000"
  role_definition_name = each.key
  principal_id         = "11111111-1111-1111-1111-111111111111"
}
