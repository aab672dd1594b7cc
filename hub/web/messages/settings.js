/** What the menu of settings says. */

export const en = {
  'settings.label': 'Settings of this browser',
  'settings.language': 'Language',
  'settings.theme': 'Colours',
  'settings.theme_auto': 'Auto',
  'settings.theme_light': 'Light',
  'settings.theme_dark': 'Dark',
  'settings.install': 'Install as an app',
  'settings.install_by_menu': 'To have Lares as an app on this device, choose “Install” or “Add to home screen” in the menu of the browser.',
  'settings.install_not_encrypted': 'As an app that opens without the hub, Lares needs an encrypted address (https).',
};

export const de = {
  'settings.label': 'Einstellungen dieses Browsers',
  'settings.language': 'Sprache',
  'settings.theme': 'Farben',
  'settings.theme_auto': 'Auto',
  'settings.theme_light': 'Hell',
  'settings.theme_dark': 'Dunkel',
  'settings.install': 'Als App installieren',
  'settings.install_by_menu': 'Lares als App auf diesem Gerät: im Menü des Browsers „Installieren“ oder „Zum Home-Bildschirm“ wählen.',
  'settings.install_not_encrypted': 'Als App, die auch ohne Zentrale aufgeht, braucht Lares eine verschlüsselte Adresse (https).',
};
