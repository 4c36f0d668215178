<?php

$_lang['frontpadqueue_form_status_title'] = 'Where is my order?';
$_lang['frontpadqueue_form_status_order'] = 'Order number';
$_lang['frontpadqueue_form_status_phone'] = 'The phone number in the order';
$_lang['frontpadqueue_form_status_button'] = 'Check the status';
$_lang['frontpadqueue_form_status_needs_order'] = 'Enter the order number.';
$_lang['frontpadqueue_form_status_needs_phone'] = 'Enter the phone number in the order.';
$_lang['frontpadqueue_form_status_found'] = 'Order [[+num]]: [[+status]].';
$_lang['frontpadqueue_form_status_missing'] = 'There is no order with this number and this phone number. Please check both.';
$_lang['frontpadqueue_form_status_sent'] = 'passed to the kitchen';
$_lang['frontpadqueue_form_status_new'] = 'received by the shop';
$_lang['frontpadqueue_form_certificate_title'] = 'Gift certificate';
$_lang['frontpadqueue_form_certificate_number'] = 'Certificate number';
$_lang['frontpadqueue_form_certificate_button'] = 'Check';
$_lang['frontpadqueue_form_certificate_needs_number'] = "Enter the certificate's number.";
$_lang['frontpadqueue_form_certificate_missing'] = 'There is no certificate with this number. Please check the number.';
$_lang['frontpadqueue_form_certificate_percent'] = 'The certificate is valid: a discount of [[+value]] %.';
$_lang['frontpadqueue_form_certificate_amount'] = 'The certificate is valid: a discount of [[+value]] ₽.';
$_lang['frontpadqueue_form_certificate_product'] = 'The certificate is valid: “[[+value]]” as a gift.';
$_lang['frontpadqueue_form_stale'] = 'The page is out of date, or your browser accepts no cookies. Please send the form again.';
$_lang['frontpadqueue_form_too_many'] = 'Too many tries. Please try again in ten minutes, or call us.';
$_lang['frontpadqueue_form_later'] = 'There are too many requests now. Please try again in a few minutes.';
$_lang['frontpadqueue_form_unavailable'] = 'This cannot be checked now. Please try again later, or call us.';
$_lang['frontpadqueue_form_captcha'] = 'Please confirm that you are not a robot.';
$_lang['frontpadqueue_form_points'] = 'You have [[+points]] points. How many do you want to spend?';
$_lang['frontpadqueue_form_stopped'] = 'We do not make this at the moment: [[+names]]. Remove it from the basket to place the order.';
