<?php

$_lang['frontpadqueue_title'] = 'Frontpad';
$_lang['frontpadqueue_loading'] = 'Загрузка…';
$_lang['frontpadqueue_unreadable'] = 'Состояние очереди не удалось прочитать.';
$_lang['frontpadqueue_order_unknown'] = 'Очередь не знает этого заказа: он оформлен до её установки или ещё не передан.';
$_lang['frontpadqueue_state_new'] = 'не отправлен';
$_lang['frontpadqueue_state_cancelled'] = 'отменён, не уйдёт';
$_lang['frontpadqueue_state_sending'] = 'отправляется';
$_lang['frontpadqueue_state_sent'] = 'принят';
$_lang['frontpadqueue_state_in_doubt'] = 'под вопросом';
$_lang['frontpadqueue_state_failed'] = 'не передан';
$_lang['frontpadqueue_state_unknown'] = 'нет в очереди';
$_lang['frontpadqueue_state_unreadable'] = 'неизвестно';
