<?php

namespace FrontpadQueue;

/** Hands MODX's settings to the queue when they have changed. MODX has no event for it, so they are compared. */
final class SettingsPush
{
    /** For so many seconds settings that were refused are not handed over again. */
    const PATIENCE = 60;

    private $files;
    private $doors;
    private $spool;
    private $state = null;

    public function __construct(QueueFiles $files, Doors $doors)
    {
        $this->files = $files;
        $this->doors = $doors;
        $this->spool = new SpoolDoor($files);
    }

    /** Whether the queue has the settings that MODX showed at the last time under this hash. */
    public function isDone(string $seen): bool
    {
        $state = $this->state();
        return isset($state['hash'], $state['seen']) && $state['seen'] === $seen;
    }

    /**
     * @param array  $values   the settings frontpadapi_… and their values
     * @param array  $defaults the queue's own defaults, by name
     * @param string $seen     what isDone gets the next time, if nothing changes
     * @return string|null what is wrong
     */
    public function push(array $values, array $defaults, string $seen)
    {
        ksort($values);
        $hashes = array_map('sha1', $values);
        $hash = sha1(Json::encode($hashes));
        $state = $this->state();
        if (isset($state['hash']) && $state['hash'] === $hash) {
            $this->store(['seen' => $seen] + $state);
            return null;
        }
        $now = time();
        if (isset($state['refused']) && $state['refused'] === $hash && abs($now - $state['refused_at']) < self::PATIENCE) {
            return null;
        }
        $known = isset($state['settings']) ? $state['settings'] : null;
        $changed = [];
        foreach ($values as $key => $value) {
            // At first nothing is known of the queue's settings: a field that nobody has filled in must not wipe what was
            // set on the server. But an empty status is a choice: orders leave at their creation.
            $default = isset($defaults[$key]) ? $defaults[$key] : '';
            $isNews = $known === null ? $value !== $default || $key === 'frontpadapi_send_status'
                : !isset($known[$key]) || $known[$key] !== $hashes[$key];
            if ($isNews) {
                $changed[$key] = $value;
            }
        }
        $problems = [];
        foreach ($this->refused($changed) as $key => $problem) {
            $problems[] = $problem;
            $hashes[$key] = $known !== null && isset($known[$key]) ? $known[$key] : '';
        }
        $this->store(['settings' => $hashes, 'seen' => $seen]
            + ($problems ? ['refused' => $hash, 'refused_at' => $now] : ['hash' => $hash]));
        return $problems ? implode('; ', array_unique($problems)) : null;
    }

    /** The queue takes all settings or none. One wrong field must not keep the others from it. */
    private function refused(array $changed): array
    {
        $problem = $changed ? $this->doors->settings($changed) : null;
        if ($problem === null) {
            return [];
        }
        $refused = array_fill_keys(array_keys($changed), $problem);
        foreach (count($changed) > 1 ? $changed : [] as $key => $value) {
            $problem = $this->doors->settings([$key => $value]);
            if ($problem === null) {
                unset($refused[$key]);
            } else {
                $refused[$key] = $problem;
            }
        }
        return $refused;
    }

    private function path(): string
    {
        return $this->files->spool() . '/.settings';
    }

    /** Empty for another database than the one that got the settings. */
    private function state(): array
    {
        if ($this->state === null) {
            $state = Json::decode((string)@file_get_contents($this->path()));
            $this->state = isset($state['queue']) && $state['queue'] === $this->files->identity() ? $state : [];
        }
        return $this->state;
    }

    private function store(array $state)
    {
        if (!$this->spool->makeFolder()) {
            return;
        }
        $temporary = $this->path() . '-' . bin2hex(random_bytes(4));
        $state['queue'] = $this->files->identity();
        $this->state = $state;
        if (@file_put_contents($temporary, Json::encode($state)) !== false) {
            @chmod($temporary, $this->files->fileMode());
            @rename($temporary, $this->path());
        }
    }
}
