<?php

namespace FrontpadQueue;

/**
 * What the kitchen does not make at present. Frontpad may be asked only after something that a customer did, so pages read
 * what is kept in a file, and nobody waits for Frontpad.
 */
final class StopList
{
    /** In seconds: so long it refuses a product, so long it marks one, and so often Frontpad is asked at most. */
    const REFUSES = 900;
    const MARKS = 3600;
    const ASKED_EVERY = 300;

    private $path;
    private $programs;

    public function __construct(Programs $programs, string $folder)
    {
        $this->path = "$folder/stops.json";
        $this->programs = $programs;
    }

    /** @return array names by article; an empty one where the list is older than that */
    public function articles(int $seconds): array
    {
        $kept = $this->kept();
        $isFresh = isset($kept['at'], $kept['articles']) && abs(time() - (int)$kept['at']) < $seconds;
        return $isFresh ? (array)$kept['articles'] : [];
    }

    public function isDue(): bool
    {
        $kept = $this->kept();
        return !isset($kept['asked']) || abs(time() - (int)$kept['asked']) >= self::ASKED_EVERY;
    }

    public function refresh(float $milliseconds)
    {
        // Before the answer: the customers who come meanwhile do not ask as well.
        $this->keep(['asked' => time()] + $this->kept());
        $answer = $this->programs->run('frontpad-crm', ['stops', '--fresh', '--json', '--wait', '0'], '', $milliseconds);
        $list = $answer->json();
        if (!$answer->isDone() || !isset($list['products']) || !is_array($list['products'])) {
            return;
        }
        $articles = [];
        foreach ($list['products'] as $product) {
            if (isset($product['article'])) {
                $articles[(string)$product['article']] = isset($product['name']) ? (string)$product['name'] : '';
            }
        }
        $this->keep(['at' => time(), 'asked' => time(), 'articles' => $articles]);
    }

    private function kept(): array
    {
        return is_file($this->path) ? Json::decode((string)@file_get_contents($this->path)) : [];
    }

    private function keep(array $list)
    {
        $folder = dirname($this->path);
        $temporary = "$folder/." . bin2hex(random_bytes(4));
        if ((@is_dir($folder) || @mkdir($folder, 0775, true)) && @file_put_contents($temporary, Json::encode($list)) !== false) {
            @rename($temporary, $this->path);
        }
    }
}
