<?php

// Loads the classes. A plain list: the plugin runs inside a checkout, and MODX 2 has no autoloader of its own.
foreach (['Json', 'TimeBudget', 'QueueFiles', 'DoorFailure', 'Door', 'CommandDoor', 'SqliteDoor', 'SpoolDoor', 'Doors',
    'Shop', 'MiniShop2', 'MiniShop3', 'ShopClock', 'SettingsPush',
    'QueueDescription', 'OrderEvents', 'ProductEvents', 'Bridge', 'ShopCommand'] as $class) {
    require_once __DIR__ . "/src/$class.php";
}
