// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/finding_words.h"

#include "ui/models/wording.h"

#include <QHash>

namespace trutina::ui {

using storage::Cure;
using storage::Severity;

QString FindingWords::title(const storage::Finding& finding) {
    const QHash<QString, QString> titles = {{QStringLiteral("identical_answers"), tr("Identical answers")},
                                            {QStringLiteral("near_identical_answers"), tr("Nearly identical answers")},
                                            {QStringLiteral("empty_answers"), tr("Empty answers")},
                                            {QStringLiteral("duplicate_items"), tr("Items that are there twice")},
                                            {QStringLiteral("near_duplicate_items"), tr("Items that are nearly the same")},
                                            {QStringLiteral("contradicting_votes"), tr("Votes that contradict each other")},
                                            {QStringLiteral("cyclic_votes"), tr("Votes that go round in a circle")},
                                            {QStringLiteral("leaked_names"), tr("Names of models in answers")},
                                            {QStringLiteral("language_mismatch"), tr("Answers in different languages")},
                                            {QStringLiteral("missing_media"), tr("Missing pictures and videos")},
                                            {QStringLiteral("changed_media"), tr("Changed pictures and videos")},
                                            {QStringLiteral("damaged_media"), tr("Damaged pictures and videos")},
                                            {QStringLiteral("duplicate_media"), tr("Pictures and videos shown twice")},
                                            {QStringLiteral("prompt_in_two_splits"), tr("Prompts in two splits")},
                                            {QStringLiteral("always_first"), tr("The place on the screen decides")},
                                            {QStringLiteral("length_imbalance"), tr("Length decides")},
                                            {QStringLiteral("style_imbalance"), tr("Style decides")}};
    const QString kind = QString::fromStdString(finding.kind);
    const QString title = titles.value(kind, kind);
    return finding.subject.empty() ? title : tr("%1: %2").arg(title, QString::fromStdString(finding.subject));
}

QString FindingWords::severity(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return tr("Error");
    case Severity::Warning:
        return tr("Warning");
    case Severity::Notice:
        return tr("Notice");
    }
    return {};
}

QString FindingWords::cureVerb(Cure cure) {
    switch (cure) {
    case Cure::Tag:
        return tr("Tag the items");
    case Cure::RemoveItems:
        return tr("Remove the repetitions");
    case Cure::RemoveAnswers:
        return tr("Remove the repeated answers");
    case Cure::None:
        break;
    }
    return {};
}

QString FindingWords::done(const storage::CureReport& report) {
    QStringList parts;
    if (report.itemsTagged > 0) {
        parts.append(tr("Tagged %n item(s).", nullptr, static_cast<int>(report.itemsTagged)));
    }
    if (report.answersRemoved > 0) {
        parts.append(tr("Removed %n answer(s).", nullptr, static_cast<int>(report.answersRemoved)));
    }
    if (report.itemsRemoved > 0) {
        parts.append(tr("Removed %n item(s).", nullptr, static_cast<int>(report.itemsRemoved)));
    }
    return parts.isEmpty() ? tr("There was nothing left to do.") : parts.join(QLatin1Char(' '));
}

} // namespace trutina::ui
