<?php

namespace FrontpadQueue;

/** What does my gift certificate give? */
final class CertificateForm extends BuyerForm
{
    public function name(): string
    {
        return 'certificate';
    }

    protected function fields(): array
    {
        return ['number'];
    }

    protected function ask(array $values): array
    {
        if (preg_match('/[\x00-\x1F\x7F]/', $values['number'])) {
            return ['missing', $this->say('certificate_missing')];
        }
        // On standard input: everybody on the machine sees the words of a command, and a number may look like an option.
        $answer = $this->programs->run('frontpad-crm', ['certificate', '--json', '--wait', '2', '-'], $values['number']);
        if ($answer->status === Programs::NOT_FOUND) {
            return ['missing', $this->say('certificate_missing')];
        }
        $known = $answer->json();
        $kinds = ['percent' => 'sale', 'amount' => 'amount', 'product' => 'name'];
        $kind = isset($known['kind']) ? $known['kind'] : '';
        if (!$answer->isDone() || !isset($kinds[$kind])) {
            return $this->failure($answer);
        }
        $value = isset($known[$kinds[$kind]]) ? (string)$known[$kinds[$kind]] : '';
        return ['found', $this->say("certificate_$kind", ['value' => $value])];
    }
}
