<?php

$_lang['frontpadqueue_title'] = 'Frontpad';
$_lang['frontpadqueue_loading'] = 'Loading…';
$_lang['frontpadqueue_unreadable'] = 'The state of the queue could not be read.';
$_lang['frontpadqueue_order_unknown'] = 'The queue does not know this order: it was made before the queue was installed, or is not handed over yet.';
$_lang['frontpadqueue_state_new'] = 'not sent';
$_lang['frontpadqueue_state_cancelled'] = 'cancelled, will not leave';
$_lang['frontpadqueue_state_sending'] = 'being sent';
$_lang['frontpadqueue_state_sent'] = 'accepted';
$_lang['frontpadqueue_state_in_doubt'] = 'in doubt';
$_lang['frontpadqueue_state_failed'] = 'failed';
$_lang['frontpadqueue_state_unknown'] = 'not in the queue';
$_lang['frontpadqueue_state_unreadable'] = 'unknown';
