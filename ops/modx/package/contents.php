<?php

// What the package holds besides files and the queue's settings.

return [
    'events' => [
        // miniShop2 and MiniShop3
        'msOnBeforeAddToOrder', 'msOnCreateOrder', 'msOnBeforeChangeOrderStatus', 'msOnChangeOrderStatus', 'msOnSaveOrder',
        'msOnUpdateOrder', 'msOnCreateOrderProduct', 'msOnUpdateOrderProduct', 'msOnRemoveOrderProduct', 'msOnBeforeRemoveOrder',
        'msOnRemoveOrder',
        // msOptionsPrice2
        'msopOnModificationSave',
        // MODX
        'OnBeforeDocFormSave', 'OnDocFormSave', 'OnManagerPageInit',
    ],
    // The plugin's own settings: key, default, type of MODX's form.
    'settings' => [
        ['key' => 'frontpadqueue_db', 'value' => '/var/lib/frontpad/queue.db', 'xtype' => 'textfield'],
        ['key' => 'frontpadqueue_command', 'value' => '/usr/local/bin/frontpad-enqueue', 'xtype' => 'textfield'],
        ['key' => 'frontpadqueue_door', 'value' => 'auto', 'xtype' => 'textfield'],
    ],
    // Types of the queue's settings that MODX has another form for than a line of text.
    'xtypes' => [
        'password' => 'text-password', 'number' => 'numberfield', 'yes_no' => 'combo-boolean', 'textarea' => 'textarea',
    ],
];
