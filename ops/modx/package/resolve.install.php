<?php

// MODX's installer includes this after it has copied the files and stored plugin and settings.

/** @var xPDOTransport $transport */
/** @var array $options */
/** @var array $fileMeta */
$modx = $transport->xpdo;
$action = $options['package_action'];
// 0 is an installation, 1 an upgrade, 2 the end: it leaves the shop's orders, the status and the queue alone.
if ($action !== 0 && $action !== 1) {
    return true;
}

// Each build has the same times of files, so that it is the same package. PHP's cache of code looks at these times: without
// new ones it would go on with the files of the last version.
foreach ([MODX_CORE_PATH, MODX_ASSETS_PATH] as $folder) {
    $folder .= 'components/frontpadqueue';
    $files = is_dir($folder) ? new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS)) : [];
    foreach ($files as $file) {
        @touch($file->getPathname());
    }
}

$prefix = (string)$modx->getOption('table_prefix', null, '');
$table = function ($name) use ($prefix) {
    return "`$prefix$name`";
};
$run = function ($sql, array $values = []) use ($modx) {
    $statement = $modx->prepare($sql);
    return $statement && $statement->execute($values) ? $statement : null;
};
$rows = function ($sql, array $values = []) use ($run) {
    $statement = $run($sql, $values);
    return $statement ? $statement->fetchAll(PDO::FETCH_ASSOC) : [];
};
$say = function ($line) use ($modx) {
    $modx->log(3, $line);
};

// The settings of the component FrontpadApi have the same names. They move here with their values.
foreach ($fileMeta['settings'] as $setting) {
    $run("UPDATE {$table('system_settings')} SET namespace = 'frontpadqueue', area = ?, xtype = ? WHERE `key` = ?",
        [$setting['area'], $setting['xtype'], $setting['key']]);
}
foreach ($rows("SELECT id, name FROM {$table('site_plugins')} WHERE LOWER(name) = 'frontpadapi' AND disabled = 0") as $row) {
    $run("UPDATE {$table('site_plugins')} SET disabled = 1 WHERE id = ?", [$row['id']]);
    $say("The plugin {$row['name']} is switched off: it would send every order a second time. Its settings are kept.");
}

// A chunk that is there already is never overwritten. One of the component FrontpadApi has the same name and another form.
foreach (glob(MODX_CORE_PATH . 'components/frontpadqueue/chunks/*.html') ?: [] as $path) {
    $name = basename($path, '.html');
    $chunk = $rows("SELECT snippet FROM {$table('site_htmlsnippets')} WHERE name = ?", [$name]);
    if ($chunk && strpos((string)$chunk[0]['snippet'], 'frontpadqueue_form_') === false) {
        $say("The chunk $name is kept as it is. The form of this package is in $path.");
    }
}

$fill = function ($key, $value) use ($run, $table, $say) {
    $statement = trim((string)$value) === '' ? null
        : $run("UPDATE {$table('system_settings')} SET value = ? WHERE `key` = ? AND (value IS NULL OR value = '')",
            [trim((string)$value), $key]);
    if ($statement && $statement->rowCount() > 0) {
        $say("$key is filled in.");
    }
};

// The status of an order that could not be sent.
$isThree = isset($modx->services) && is_object($modx->services) && $modx->services->has('ms3');
$statuses = $table($isThree ? 'ms3_order_statuses' : 'ms2_order_statuses');
$rank = $isThree ? 'position' : 'rank';
$names = array_column($rows("SHOW COLUMNS FROM $statuses"), 'Field');
if ($names) {
    $found = $rows("SELECT id FROM $statuses WHERE name = ? ORDER BY id LIMIT 1", ['Ошибка API']);
    if (!$found) {
        $last = $rows("SELECT MAX(`$rank`) AS last FROM $statuses");
        $status = ['name' => 'Ошибка API', 'color' => 'CC0000', 'active' => 1, 'final' => 0, 'fixed' => 0,
            $rank => (int)$last[0]['last'] + 1, 'editable' => 1];
        $chunk = $rows("SELECT id FROM {$table('site_htmlsnippets')} WHERE name = 'tpl.msEmail.new.manager'");
        if ($chunk && in_array('body_manager', $names, true)) {
            $status += ['email_user' => 0, 'email_manager' => 1, 'body_manager' => (int)$chunk[0]['id'],
                'subject_manager' => 'Заказ №[[+num]] не передан во Frontpad', 'subject_user' => '', 'body_user' => 0];
        }
        $status = array_intersect_key($status, array_flip($names));
        $columns = '`' . implode('`, `', array_keys($status)) . '`';
        $marks = implode(', ', array_fill(0, count($status), '?'));
        if ($run("INSERT INTO $statuses ($columns) VALUES ($marks)", array_values($status))) {
            $say('The order status «Ошибка API» is made.');
        }
        $found = $rows("SELECT id FROM $statuses WHERE name = ? ORDER BY id LIMIT 1", ['Ошибка API']);
    }
    $fill('frontpadapi_error_status', $found ? $found[0]['id'] : '');
} else {
    $say('Neither miniShop2 nor MiniShop3 is installed yet. Install this package again after it.');
}

// The shop's command, under the command line's PHP: PHP_BINARY is that of the web server here.
$php = '';
$version = PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION;
foreach ([PHP_BINDIR . "/php$version", PHP_BINDIR . '/php', "/usr/bin/php$version", '/usr/bin/php', '/usr/local/bin/php'] as $path) {
    if ($php === '' && @is_executable($path)) {
        $php = $path;
    }
}
$quote = function ($word) {
    return preg_match('#^[\w/.:@+-]+$#', $word) ? $word : '"' . addcslashes($word, '\\"') . '"';
};
$fill('frontpadapi_shop_command', $quote($php ?: '/usr/bin/php') . ' '
    . $quote(MODX_CORE_PATH . 'components/frontpadqueue/apply.php'));

$site = (string)$modx->getOption('site_url', null, '');
$assets = (string)$modx->getOption('assets_url', null, '/assets/');
if (preg_match('#^https?://[^/]+#', $site, $origin)) {
    $fill('frontpadapi_hook_url', $origin[0] . $assets . 'components/frontpadqueue/hook.php');
}

// E-mail as MODX sends it.
$sender = (string)$modx->getOption('emailsender', null, '');
$fill('frontpadapi_manager_email', $modx->getOption('ms2_email_manager', null, '') ?: $sender);
$fill('frontpadapi_mail_from', $sender);
$name = (string)$modx->getOption('site_name', null, '');
// A new site is called so.
$fill('frontpadapi_shop_name', $name === 'MODX Revolution' || !preg_match('/^.{0,60}/us', $name, $start) ? '' : $start[0]);
if ($modx->getOption('mail_use_smtp', null, false)) {
    $secure = strtolower((string)$modx->getOption('mail_smtp_prefix', null, ''));
    $scheme = $secure === 'ssl' ? 'smtps' : ($secure === 'tls' ? 'smtp+starttls' : 'smtp');
    $login = rawurlencode((string)$modx->getOption('mail_smtp_user', null, ''));
    if ($login !== '') {
        $login .= ':' . rawurlencode((string)$modx->getOption('mail_smtp_pass', null, '')) . '@';
    }
    $hosts = explode(';', (string)$modx->getOption('mail_smtp_hosts', null, 'localhost'));
    $host = trim($hosts[0]);
    $port = (int)$modx->getOption('mail_smtp_port', null, 0);
    $fill('frontpadapi_smtp_url', "$scheme://$login$host" . ($port && strpos($host, ':') === false ? ":$port" : ''));
}

$modx->cacheManager->refresh(['system_settings' => []]);
return true;
