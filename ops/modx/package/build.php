<?php

// Writes the transport package. Its format is that of xPDO's transport packages, which MODX 2 and MODX 3 install: a
// manifest, and one file for each object ("vehicle") with its fields as JSON. See ops/modx/build.

list(, $version, $reference, $output) = $argv;
$modx = dirname(__DIR__);
$contents = require __DIR__ . '/contents.php';
$reference = json_decode(file_get_contents($reference), true);
if (!isset($reference['settings'], $reference['areas'])) {
    fwrite(STDERR, "build: the reference of the settings has no settings\n");
    exit(65);
}
$signature = "frontpadqueue-$version";

// Settings: the queue's own words, with the plugin's.
$settings = $contents['settings'];
foreach ($settings as $index => $setting) {
    $settings[$index]['area'] = 'frontpadqueue_server';
}
$defaults = [];
foreach ($reference['settings'] as $setting) {
    $type = $setting['type'];
    $defaults[$setting['key']] = $setting['default'];
    $settings[] = [
        'key' => $setting['key'], 'value' => $setting['default'], 'area' => "frontpadapi_{$setting['area']}",
        'xtype' => isset($contents['xtypes'][$type]) ? $contents['xtypes'][$type] : 'textfield',
    ];
}
$lexicons = [];
foreach (['ru', 'en'] as $language) {
    $words = require __DIR__ . "/lexicon/$language.php";
    foreach ($reference['areas'] as $area) {
        $words["area_frontpadapi_{$area['area']}"] = $area[$language];
    }
    foreach ($reference['settings'] as $setting) {
        // The first sentence names the setting.
        preg_match('/^(.+?)(?:\.(?:\s+(.*))?)?$/us', $setting[$language], $parts);
        $words["setting_{$setting['key']}"] = $parts[1];
        $words["setting_{$setting['key']}_desc"] = trim((isset($parts[2]) ? "$parts[2] " : '') . "({$setting['key']})");
    }
    $text = "<?php\n\n";
    foreach ($words as $key => $value) {
        $text .= "\$_lang['$key'] = " . var_export($value, true) . ";\n";
    }
    $lexicons[$language] = $text;
}

$guid = function ($name) use ($signature) {
    return md5("$signature/$name");
};
$files = [];
$vehicles = [];
$put = function ($class, $key, array $payload) use (&$files, &$vehicles, $guid, $signature) {
    $name = md5("{$class}_{$guid("$class/$key")}");
    $vehicle = $payload + [
        'namespace' => 'frontpadqueue', 'resolve' => null, 'validate' => null, 'vehicle_package' => 'transport',
        'vehicle_class' => 'xPDOObjectVehicle', 'guid' => $guid("$class/$key"), 'package' => 'modx', 'class' => $class,
        'signature' => $name,
    ];
    $files["$class/$name.vehicle"] = '<?php return ' . var_export($vehicle, true) . ';';
    $vehicles[] = [
        'vehicle_package' => 'transport', 'vehicle_class' => 'xPDOObjectVehicle', 'class' => $class,
        'guid' => $guid("$class/$key"), 'native_key' => $payload['native_key'], 'filename' => "$class/$name.vehicle",
        'namespace' => 'frontpadqueue',
    ];
    return $name;
};

$put('modNamespace', 'frontpadqueue', [
    'unique_key' => 'name', 'preserve_keys' => true, 'update_object' => true, 'native_key' => 'frontpadqueue',
    'object' => json_encode(['name' => 'frontpadqueue', 'path' => '{core_path}components/frontpadqueue/',
        'assets_path' => '{assets_path}components/frontpadqueue/']),
]);
foreach ($settings as $setting) {
    // An upgrade keeps the owner's values.
    $put('modSystemSetting', $setting['key'], [
        'unique_key' => 'key', 'preserve_keys' => true, 'update_object' => false, 'native_key' => $setting['key'],
        'object' => json_encode($setting + ['namespace' => 'frontpadqueue', 'editedon' => null]),
    ]);
}

$put('modMenu', $contents['menu']['text'], [
    'unique_key' => 'text', 'preserve_keys' => true, 'update_object' => true, 'native_key' => $contents['menu']['text'],
    'object' => json_encode($contents['menu']),
]);

// Files that somebody has deleted must not fail a checkout.
$plugin = "\$file = MODX_CORE_PATH . 'components/frontpadqueue/plugin.php';\nif (is_file(\$file)) {\n    include \$file;\n}";
$pluginEvents = [];
foreach ($contents['events'] as $event) {
    $pluginEvents[$guid("event/$event")] = [
        'preserve_keys' => true, 'update_object' => true, 'unique_key' => ['pluginid', 'event'], 'class' => 'modPluginEvent',
        'object' => json_encode(['pluginid' => 0, 'event' => $event, 'priority' => 0, 'propertyset' => 0]),
        'guid' => $guid("event-object/$event"), 'native_key' => [0, $event], 'signature' => $guid("event-signature/$event"),
    ];
}
$related = ['preserve_keys' => false, 'update_object' => true, 'unique_key' => 'name'];
$element = function ($class, $name, array $fields, $isUpdated) use ($related, $guid) {
    return [$guid("$class/$name") => ['update_object' => $isUpdated] + $related + [
        'class' => $class, 'guid' => $guid("$class-object/$name"), 'native_key' => null,
        'signature' => $guid("$class-signature/$name"),
        'object' => json_encode($fields + [
            'id' => null, 'source' => 1, 'property_preprocess' => 0, 'name' => $name, 'editor_type' => 0, 'category' => 0,
            'cache_type' => 0, 'locked' => 0, 'properties' => null, 'static' => 0, 'static_file' => '',
        ]),
    ]];
};
$snippets = [];
foreach ($contents['snippets'] as $name => list($file, $description)) {
    $code = "\$file = MODX_CORE_PATH . 'components/frontpadqueue/$file';\nreturn is_file(\$file) ? include \$file : '';";
    $snippets += $element('modSnippet', $name, ['description' => $description, 'snippet' => $code, 'moduleguid' => ''], true);
}
$chunks = [];
foreach (glob("$modx/core/chunks/*.html") as $path) {
    // An upgrade keeps a chunk as it is: the owner may have changed it.
    $chunks += $element('modChunk', basename($path, '.html'), ['description' => '', 'snippet' => file_get_contents($path)], false);
}
$category = md5('modCategory_' . $guid('modCategory/FrontpadQueue'));
$folder = "modCategory/$category";
$body = function ($index, $target) use ($signature, $folder) {
    return ['type' => 'file', 'body' => json_encode([
        'source' => "$signature/$folder/$index/", 'target' => $target, 'name' => 'frontpadqueue',
    ])];
};
$put('modCategory', 'FrontpadQueue', [
    'unique_key' => 'category', 'preserve_keys' => false, 'update_object' => true, 'native_key' => null,
    'related_objects' => ['Plugins' => [$guid('plugin') => $related + [
        'class' => 'modPlugin', 'guid' => $guid('plugin-object'), 'native_key' => null, 'signature' => $guid('plugin-signature'),
        'object' => json_encode([
            'id' => null, 'source' => 1, 'property_preprocess' => 0, 'name' => 'FrontpadQueue',
            'description' => 'Puts orders into the queue to Frontpad', 'editor_type' => 0, 'category' => 0, 'cache_type' => 0,
            'plugincode' => $plugin, 'locked' => 0, 'properties' => null, 'disabled' => 0, 'moduleguid' => '', 'static' => 0,
            'static_file' => '',
        ]),
        'related_objects' => ['PluginEvents' => $pluginEvents],
    ]], 'Snippets' => $snippets, 'Chunks' => $chunks],
    'related_object_attributes' => [
        'Plugins' => $related, 'Snippets' => $related, 'Chunks' => ['update_object' => false] + $related,
        'PluginEvents' => ['preserve_keys' => true, 'update_object' => true, 'unique_key' => ['pluginid', 'event']],
    ],
    'object' => json_encode(['id' => null, 'parent' => 0, 'category' => 'FrontpadQueue', 'rank' => 0]),
    'resolve' => [
        $body(0, "return MODX_CORE_PATH . 'components/';"),
        $body(1, "return MODX_ASSETS_PATH . 'components/';"),
        ['type' => 'php', 'body' => json_encode([
            'type' => 'php', 'source' => "$signature/$folder.install.resolver", 'name' => 'install', 'settings' => $settings,
        ])],
    ],
]);
$files["$folder.install.resolver"] = file_get_contents(__DIR__ . '/resolve.install.php');

$copy = function ($source, $target) use (&$files, &$copy) {
    foreach (array_diff(scandir($source), ['.', '..']) as $name) {
        if (is_dir("$source/$name")) {
            $copy("$source/$name", "$target/$name");
        } else {
            $files["$target/$name"] = file_get_contents("$source/$name");
        }
    }
};
$copy("$modx/core", "$folder/0/frontpadqueue");
$copy("$modx/assets", "$folder/1/frontpadqueue");
$files["$folder/0/frontpadqueue/defaults.php"] = '<?php return ' . var_export($defaults, true) . ";\n";
foreach ($lexicons as $language => $text) {
    $files["$folder/0/frontpadqueue/lexicon/$language/default.inc.php"] = $text;
}

$files['manifest.php'] = '<?php return ' . var_export([
    'manifest-version' => '1.1',
    'manifest-attributes' => [
        'license' => file_get_contents(__DIR__ . '/license.txt'),
        'readme' => file_get_contents(__DIR__ . '/readme.txt'),
        'changelog' => file_get_contents(__DIR__ . '/changelog.txt'),
    ],
    'manifest-vehicles' => $vehicles,
], true) . ';';

$path = "$output/$signature.transport.zip";
@unlink($path);
$zip = new ZipArchive();
if ($zip->open($path, ZipArchive::CREATE) !== true) {
    fwrite(STDERR, "build: $path cannot be written\n");
    exit(73);
}
ksort($files);
foreach ($files as $name => $bytes) {
    $zip->addFromString("$signature/$name", $bytes);
    // The same sources make the same package.
    if (method_exists($zip, 'setMtimeName')) {
        $zip->setMtimeName("$signature/$name", 315532800);
    }
}
$zip->close();
echo "$path\n";
