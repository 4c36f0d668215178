<?php

return [
    'frontpadqueue' => 'Frontpad',
    'frontpadqueue_menu_desc' => 'Заказы, которые ждут, не переданы или под вопросом',
    'area_frontpadqueue_server' => 'Сервер',
    'setting_frontpadqueue_db' => 'База данных очереди',
    'setting_frontpadqueue_db_desc' => 'Полный путь к базе данных очереди на этом сервере. Её папка не должна лежать внутри '
        . 'сайта: в базе данные покупателей. PHP сайта должен иметь право писать в эту папку.',
    'setting_frontpadqueue_command' => 'Программа frontpad-enqueue',
    'setting_frontpadqueue_command_desc' => 'Полный путь к программе, которая кладёт заказ в очередь.',
    'setting_frontpadqueue_door' => 'Как заказ попадает в очередь',
    'setting_frontpadqueue_door_desc' => 'auto — плагин выбирает сам: программа, если PHP может её запустить; иначе запись '
        . 'в базу через PDO SQLite; иначе файл в папке рядом с базой. Выбрать способ самому: command, sqlite или spool.',
    'setting_frontpadqueue_captcha' => 'Капча форм для покупателя',
    'setting_frontpadqueue_captcha_desc' => 'Имя сниппета. Он вызывается с action=show и печатает капчу, и с action=check: тогда он возвращает 1, если '
        . 'покупатель её прошёл. Пусто — без капчи.',
    'setting_frontpadqueue_points' => 'Списание баллов в заказе',
    'setting_frontpadqueue_points_desc' => 'Покупатель, который вошёл на сайт, может оплатить заказ баллами Frontpad. Баллы ищутся по '
        . 'телефону его профиля. Включайте, только если сайт подтверждает телефоны: иначе можно вписать чужой.',
    'setting_frontpadqueue_stops' => 'Стоп-лист в корзине',
    'setting_frontpadqueue_stops_desc' => 'Товар из стоп-листа Frontpad нельзя положить в корзину и заказать. Стоп-лист обновляется '
        . 'после действий покупателей, не чаще раза в пять минут.',
    'frontpadqueue_article_unknown' => 'Во Frontpad нет товара с артикулом «[[+article]]»: в заказе этой строки не будет. '
        . 'Проверьте артикул. Чтобы сохранить товар как есть, сохраните его ещё раз.',
    'frontpadqueue_article_stopped' => 'Товар с артикулом «[[+article]]» во Frontpad в стоп-листе. Чтобы сохранить товар как '
        . 'есть, сохраните его ещё раз.',
];
