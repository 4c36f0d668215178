<?php

return [
    'frontpadqueue' => 'Frontpad',
    'frontpadqueue_menu_desc' => 'Orders that wait, failed or are in doubt',
    'area_frontpadqueue_server' => 'Server',
    'setting_frontpadqueue_db' => "The queue's database",
    'setting_frontpadqueue_db_desc' => "The full path of the queue's database on this server. Its folder must not be inside "
        . "the site: it holds customers' data. The site's PHP must be allowed to write into that folder.",
    'setting_frontpadqueue_command' => 'The program frontpad-enqueue',
    'setting_frontpadqueue_command_desc' => 'The full path of the program that puts orders into the queue.',
    'setting_frontpadqueue_door' => 'How orders get into the queue',
    'setting_frontpadqueue_door_desc' => 'auto: the plugin chooses. It takes the program if PHP may start it, or else writes '
        . 'the database through PDO SQLite, or else writes files beside the database. To choose yourself, enter command, '
        . 'sqlite or spool.',
    'setting_frontpadqueue_captcha' => "Captcha of the buyer's forms",
    'setting_frontpadqueue_captcha_desc' => 'The name of a snippet. It is called with action=show, and prints the captcha, and with action=check: then '
        . 'it returns 1 if the buyer has passed. Empty: no captcha.',
    'setting_frontpadqueue_points' => 'Points in an order',
    'setting_frontpadqueue_points_desc' => 'A buyer who is logged in may pay with the points of Frontpad. They are found by the phone '
        . 'number of the profile. Switch this on only if the site confirms phone numbers: else anybody can enter that of another.',
    'setting_frontpadqueue_stops' => 'The stop list in the basket',
    'setting_frontpadqueue_stops_desc' => 'A product on the stop list of Frontpad cannot be put into the basket or ordered. The list is '
        . 'renewed after something that a customer does, every five minutes at most.',
    'frontpadqueue_article_unknown' => 'Frontpad has no product with the article «[[+article]]»: orders will lack this line. '
        . 'Check the article. To save the product as it is, save it again.',
    'frontpadqueue_article_stopped' => 'Frontpad has stopped the product with the article «[[+article]]». To save the product '
        . 'as it is, save it again.',
];
