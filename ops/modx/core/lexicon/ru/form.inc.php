<?php

$_lang['frontpadqueue_form_status_title'] = 'Где мой заказ?';
$_lang['frontpadqueue_form_status_order'] = 'Номер заказа';
$_lang['frontpadqueue_form_status_phone'] = 'Телефон, указанный в заказе';
$_lang['frontpadqueue_form_status_button'] = 'Узнать статус';
$_lang['frontpadqueue_form_status_needs_order'] = 'Введите номер заказа.';
$_lang['frontpadqueue_form_status_needs_phone'] = 'Введите телефон, указанный в заказе.';
$_lang['frontpadqueue_form_status_found'] = 'Заказ [[+num]]: [[+status]].';
$_lang['frontpadqueue_form_status_missing'] = 'Заказ с таким номером и телефоном не найден. Проверьте номер и телефон.';
$_lang['frontpadqueue_form_status_sent'] = 'передан на кухню';
$_lang['frontpadqueue_form_status_new'] = 'принят магазином';
$_lang['frontpadqueue_form_certificate_title'] = 'Подарочный сертификат';
$_lang['frontpadqueue_form_certificate_number'] = 'Номер сертификата';
$_lang['frontpadqueue_form_certificate_button'] = 'Проверить';
$_lang['frontpadqueue_form_certificate_needs_number'] = 'Введите номер сертификата.';
$_lang['frontpadqueue_form_certificate_missing'] = 'Сертификат с таким номером не найден. Проверьте номер.';
$_lang['frontpadqueue_form_certificate_percent'] = 'Сертификат действует: скидка [[+value]] %.';
$_lang['frontpadqueue_form_certificate_amount'] = 'Сертификат действует: скидка [[+value]] ₽.';
$_lang['frontpadqueue_form_certificate_product'] = 'Сертификат действует: «[[+value]]» в подарок.';
$_lang['frontpadqueue_form_stale'] = 'Страница устарела, или браузер не принимает cookie. Отправьте форму ещё раз.';
$_lang['frontpadqueue_form_too_many'] = 'Слишком много попыток. Попробуйте через десять минут или позвоните нам.';
$_lang['frontpadqueue_form_later'] = 'Сейчас слишком много запросов. Попробуйте через несколько минут.';
$_lang['frontpadqueue_form_unavailable'] = 'Сейчас узнать не получается. Попробуйте позже или позвоните нам.';
$_lang['frontpadqueue_form_captcha'] = 'Подтвердите, что вы не робот.';
$_lang['frontpadqueue_form_points'] = 'У вас баллов: [[+points]]. Сколько списать?';
$_lang['frontpadqueue_form_stopped'] = 'Сейчас не готовим: [[+names]]. Уберите это из корзины, чтобы оформить заказ.';
