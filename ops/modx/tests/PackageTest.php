<?php

/** Builds the package with two settings and opens it. */
$package = function (): array {
    $folder = temporaryFolder();
    $settings = [
        ['key' => 'frontpadapi_secret', 'default' => '', 'area' => 'connection', 'type' => 'password', 'ru' => 'Секрет API. Введите '
            . 'его.', 'en' => "The API's secret. Enter it."],
        ['key' => 'frontpadapi_timeout', 'default' => '30', 'area' => 'connection', 'type' => 'number', 'ru' => 'Время', 'en' => 'Time.'],
    ];
    $areas = [['area' => 'connection', 'ru' => 'Подключение', 'en' => 'Connection']];
    file_put_contents("$folder/reference.json", json_encode(['areas' => $areas, 'settings' => $settings]));
    $build = command([PHP_BINARY, dirname(__DIR__) . '/package/build.php', '1.2.3-pl', "$folder/reference.json", $folder]);
    exec($build, $output, $status);
    expectSame([0, ["$folder/frontpadqueue-1.2.3-pl.transport.zip"]], [$status, $output], 'the result');
    $zip = new ZipArchive();
    $zip->open($output[0]);
    $files = [];
    for ($index = 0; $index < $zip->numFiles; $index++) {
        $files[substr($zip->getNameIndex($index), strlen('frontpadqueue-1.2.3-pl/'))] = $zip->getFromIndex($index);
    }
    return [$files, file_get_contents($output[0])];
};
$value = function (string $code) {
    return eval(preg_replace('/^<\?php/', '', $code));
};
if (!class_exists('ZipArchive')) {
    return [];
}

return [
    'the manifest names every object and its file' => function () use ($package, $value) {
        list($files) = $package();
        $manifest = $value($files['manifest.php']);
        expectSame('1.1', $manifest['manifest-version'], 'the version of the format');
        $classes = array_count_values(array_column($manifest['manifest-vehicles'], 'class'));
        expectSame(['modNamespace' => 1, 'modSystemSetting' => 8, 'modMenu' => 1, 'modCategory' => 1], $classes, 'the objects');
        foreach ($manifest['manifest-vehicles'] as $vehicle) {
            $payload = $value($files[$vehicle['filename']]);
            expectSame([$vehicle['guid'], $vehicle['class']], [$payload['guid'], $payload['class']], 'the object');
            expect(is_array(json_decode($payload['object'], true)), 'the fields must be JSON');
        }
    },
    'an upgrade keeps the values of settings' => function () use ($package, $value) {
        list($files) = $package();
        $secret = null;
        foreach ($files as $name => $bytes) {
            $object = strpos($name, 'modSystemSetting/') === 0 ? $value($bytes) : null;
            if ($object && $object['native_key'] === 'frontpadapi_secret') {
                $secret = $object;
            }
        }
        expectSame(false, $secret['update_object'], 'update_object');
        expectSame('text-password', json_decode($secret['object'], true)['xtype'], 'the form of the secret');
    },
    'every event of the plugin is one that it acts on' => function () use ($package, $value) {
        list($files) = $package();
        $category = $value($files[array_values(preg_grep('#^modCategory/.*\.vehicle$#', array_keys($files)))[0]]);
        $plugin = array_values($category['related_objects']['Plugins'])[0];
        $bridge = implode('', array_map('file_get_contents', glob(dirname(__DIR__) . '/core/src/*.php')));
        $events = array_column($plugin['related_objects']['PluginEvents'], 'native_key');
        expect(count($events) > 10, 'there must be events');
        foreach ($events as $event) {
            expect(strpos($bridge, "'{$event[1]}'") !== false, "the plugin does nothing at {$event[1]}");
        }
        $code = json_decode($plugin['object'], true)['plugincode'];
        expect(strpos($code, 'is_file') !== false, 'files that are gone must not fail a checkout');
    },
    'snippets, chunks and the menu are in it, and an upgrade keeps the chunks' => function () use ($package, $value) {
        list($files) = $package();
        $category = $value($files[array_values(preg_grep('#^modCategory/.*\.vehicle$#', array_keys($files)))[0]]);
        $found = [];
        foreach (['Snippets' => true, 'Chunks' => false] as $kind => $isUpdated) {
            foreach ($category['related_objects'][$kind] as $element) {
                $fields = json_decode($element['object'], true);
                $found[] = $fields['name'];
                expectSame($isUpdated, $element['update_object'], "the update of {$fields['name']}");
                if ($kind === 'Snippets') {
                    preg_match('#components/(frontpadqueue/[^\']+)#', $fields['snippet'], $path);
                    expect((bool)preg_grep("#/0/$path[1]$#", array_keys($files)), "$path[1] must be in the package");
                }
            }
        }
        expect(!array_diff(['FrontpadApi.Status', 'FrontpadApi.Form.status', 'FrontpadApi.Form.certificate'], $found), 'the names');
        $menu = json_decode($value($files[array_values(preg_grep('#^modMenu/#', array_keys($files)))[0]])['object'], true);
        expectSame(['components', 'home', 'frontpadqueue', 'msorder_list'], [$menu['parent'], $menu['action'], $menu['namespace'],
            $menu['permissions']], 'the menu');
    },
    'the sources, the page, the words and the script of the installer are in it' => function () use ($package, $value) {
        list($files) = $package();
        $names = implode("\n", array_keys($files));
        foreach (['0/frontpadqueue/src/Bridge.php', '0/frontpadqueue/apply.php', '0/frontpadqueue/defaults.php',
            '0/frontpadqueue/lexicon/ru/default.inc.php', '1/frontpadqueue/hook.php', '.install.resolver'] as $name) {
            expect(strpos($names, $name) !== false, "$name must be in the package");
        }
        $lexicon = array_values(preg_grep('#lexicon/ru/default#', array_keys($files)))[0];
        eval(substr($files[$lexicon], 5));
        expectSame(['Секрет API', 'Введите его. (frontpadapi_secret)'], [$_lang['setting_frontpadapi_secret'],
            $_lang['setting_frontpadapi_secret_desc']], 'the words of a setting');
        expectSame('Время', $_lang['setting_frontpadapi_timeout'], 'a name without a description');
    },
    'the same sources make the same package' => function () use ($package) {
        expect($package()[1] === $package()[1] || PHP_VERSION_ID < 80000, 'the packages must not differ');
    },
];
