<?php

// What the package holds besides files and the queue's settings.

return [
    'events' => [
        // miniShop2 and MiniShop3
        'msOnBeforeAddToOrder', 'msOnCreateOrder', 'msOnBeforeChangeOrderStatus', 'msOnChangeOrderStatus', 'msOnSaveOrder',
        'msOnUpdateOrder', 'msOnCreateOrderProduct', 'msOnUpdateOrderProduct', 'msOnRemoveOrderProduct', 'msOnBeforeRemoveOrder',
        'msOnRemoveOrder', 'msOnManagerCustomCssJs',
        'msOnBeforeAddToCart', 'msOnAddToCart', 'msOnSubmitOrder', 'msOnBeforeCreateOrder',
        // msOptionsPrice2
        'msopOnModificationSave',
        // MODX
        'OnBeforeDocFormSave', 'OnDocFormSave', 'OnManagerPageInit',
    ],
    // Snippets by name, and the file that each includes. Chunks are the files of core/chunks.
    'snippets' => [
        'FrontpadApi.Points' => ['snippets/points.php', 'The points of the buyer who is logged in, see FrontpadApi.Form.points'],
        'FrontpadApi.Stopped' => ['snippets/stopped.php', 'Whether the kitchen does not make a product: &article, &yes, &no'],
        'FrontpadApi.Status' => ['snippets/status.php', 'Form: the status of an order, see FrontpadApi.Form.status'],
        'FrontpadApi.Certificate' => ['snippets/certificate.php', 'Form: a gift certificate, see FrontpadApi.Form.certificate'],
    ],
    // The entry in the manager's menu. Who may see orders sees it.
    'menu' => [
        'text' => 'frontpadqueue', 'parent' => 'components', 'action' => 'home', 'description' => 'frontpadqueue_menu_desc',
        'icon' => '', 'menuindex' => 0, 'params' => '', 'handler' => '', 'permissions' => 'msorder_list',
        'namespace' => 'frontpadqueue',
    ],
    // The plugin's own settings: key, default, type of MODX's form.
    'settings' => [
        ['key' => 'frontpadqueue_db', 'value' => '/var/lib/frontpad/queue.db', 'xtype' => 'textfield'],
        ['key' => 'frontpadqueue_command', 'value' => '/usr/local/bin/frontpad-enqueue', 'xtype' => 'textfield'],
        ['key' => 'frontpadqueue_door', 'value' => 'auto', 'xtype' => 'textfield'],
        ['key' => 'frontpadqueue_captcha', 'value' => '', 'xtype' => 'textfield'],
        ['key' => 'frontpadqueue_points', 'value' => '0', 'xtype' => 'combo-boolean'],
        ['key' => 'frontpadqueue_stops', 'value' => '0', 'xtype' => 'combo-boolean'],
    ],
    // Types of the queue's settings that MODX has another form for than a line of text.
    'xtypes' => [
        'password' => 'text-password', 'number' => 'numberfield', 'yes_no' => 'combo-boolean', 'textarea' => 'textarea',
    ],
];
