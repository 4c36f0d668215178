<?php

namespace FrontpadQueue;

/** A form of the shop's page: what a visitor asks, and what he is told. */
abstract class BuyerForm
{
    /** So many questions a visitor has within ten minutes. A question without a result counts twice. */
    const MOST = 10;
    /** The same for all visitors behind one address. */
    const MOST_OF_ADDRESS = 40;
    /** In bytes. */
    const LONGEST_FIELD = 200;

    protected $modx;
    protected $programs;
    private $limit;
    private $captcha;

    /**
     * @param string $captcha a snippet that shows and checks a captcha; '' for none
     */
    public function __construct($modx, Programs $programs, VisitorLimit $limit, string $captcha = '')
    {
        $this->modx = $modx;
        $this->programs = $programs;
        $this->limit = $limit;
        $this->captcha = $captcha;
        $modx->lexicon->load(Bridge::NAMESPACE_NAME . ':form');
    }

    /** The form's name in the page. */
    abstract public function name(): string;

    /** The names of the fields. */
    abstract protected function fields(): array;

    /**
     * @param array $values every field, trimmed
     * @return array a state (`found`, `missing`, `input`, `later`, `unavailable`) and a sentence
     */
    abstract protected function ask(array $values): array;

    /**
     * @param array $posted the fields that came
     * @param array $server the server's variables
     * @return array the placeholders of the form, ready for a page
     */
    public function placeholders(array $posted, array $server): array
    {
        $token = new FormToken('form.' . $this->name());
        $values = array_fill_keys($this->fields(), '');
        $state = '';
        $sentence = '';
        if (isset($posted['frontpad_form']) && $posted['frontpad_form'] === $this->name()) {
            foreach ($values as $field => $value) {
                $value = isset($posted[$field]) && is_string($posted[$field]) ? trim($posted[$field]) : '';
                $values[$field] = strlen($value) <= self::LONGEST_FIELD ? $value : '';
            }
            list($state, $sentence) = $token->isIn($posted) ? $this->answer($values, $server) : ['input', $this->say('stale')];
        }
        $place = [];
        foreach ($values as $field => $value) {
            $place[$field] = Html::escape($value);
        }
        $path = isset($server['REQUEST_URI']) ? (string)$server['REQUEST_URI'] : '/';
        return $place + [
            'token' => $token->value(),
            // The page may have a <base>, and two slashes would name another site.
            'action' => Html::escape('/' . ltrim($path, '/\\')) . '#frontpad-' . $this->name(),
            'state' => $state,
            'result' => Html::escape($sentence),
            'captcha' => $this->captcha === '' ? '' : (string)$this->modx->runSnippet($this->captcha,
                ['action' => 'show', 'form' => $this->name()]),
        ];
    }

    private function answer(array $values, array $server): array
    {
        foreach ($values as $field => $value) {
            if ($value === '') {
                return ['input', $this->say($this->name() . '_needs_' . $field)];
            }
        }
        $visitor = ['session ' . session_id() => self::MOST];
        if (!empty($server['REMOTE_ADDR'])) {
            $visitor['address ' . VisitorLimit::network((string)$server['REMOTE_ADDR'])] = self::MOST_OF_ADDRESS;
        }
        foreach ($visitor as $key => $most) {
            if (!$this->limit->take($key, 1, $most)) {
                return ['later', $this->say('too_many')];
            }
        }
        if ($this->captcha !== '' && (string)$this->modx->runSnippet($this->captcha,
            ['action' => 'check', 'form' => $this->name()]) !== '1') {
            return ['input', $this->say('captcha')];
        }
        $answer = $this->ask($values);
        if ($answer[0] === 'missing') {
            // Guessing is dear.
            foreach ($visitor as $key => $most) {
                $this->limit->take($key, 1, $most);
            }
        }
        return $answer;
    }

    /** What Frontpad's program could not answer. */
    protected function failure(ProgramAnswer $answer): array
    {
        if ($answer->status === Programs::TRY_AGAIN) {
            return ['later', $this->say('later')];
        }
        $this->modx->log(1, "[FrontpadQueue] the form {$this->name()}: {$answer->problem()}");
        return ['unavailable', $this->say('unavailable')];
    }

    protected function say(string $key, array $values = []): string
    {
        return (string)$this->modx->lexicon("frontpadqueue_form_$key", $values);
    }
}
