// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/doctor/doctor_page.h"

#include "ui/contracts/care_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/models/finding_words.h"
#include "ui/models/wording.h"
#include "ui/pages/doctor/finding_card.h"
#include "ui/style/tokens.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

using contracts::Outcome;
using storage::Finding;

DoctorPage::DoctorPage(const contracts::Desks& desks, QWidget* parent)
    : QWidget(parent),
      m_desks(desks),
      m_summary(new TextLabel({}, TextRole::Interface, TextWeight::Regular, ColorRole::MutedText)),
      m_examine(new QPushButton(tr("Examine"))),
      m_stop(new QPushButton(tr("Stop"))),
      m_progress(new ThinProgress(tr("Progress of the examination"))),
      m_message(new InlineMessage),
      m_empty(new EmptyState("search", {}, {})),
      m_list(new QVBoxLayout),
      m_stack(new QStackedLayout) {
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(new TextLabel(tr("Doctor"), TextRole::PageTitle, TextWeight::SemiBold));
    head->addWidget(m_summary, 1);
    head->addWidget(m_progress);
    head->addWidget(m_stop);
    m_examine->setProperty("variant", QStringLiteral("go"));
    head->addWidget(m_examine);

    auto* content = new QWidget;
    m_list->setContentsMargins(0, 0, space::s, 0);
    m_list->setSpacing(space::m);
    m_list->addStretch(1);
    content->setLayout(m_list);
    QScrollArea* const scroll = scrollColumn(content);
    auto* host = new QWidget;
    m_stack->addWidget(scroll);
    m_stack->addWidget(m_empty);
    host->setLayout(m_stack);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addLayout(head);
    layout->addWidget(m_message);
    layout->addWidget(host, 1);

    connect(m_examine, &QPushButton::clicked, this, &DoctorPage::examine);
    connect(m_empty, &EmptyState::actionTriggered, this, &DoctorPage::examine);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_job != 0) {
            m_desks.care.cancel(m_job);
        }
    });
    connect(&desks.care, &contracts::CareDesk::jobsChanged, this, [this](const QList<contracts::JobState>& jobs) {
        for (const contracts::JobState& job : jobs) {
            if (job.id == m_job) {
                m_progress->setFraction(job.fraction);
            }
        }
    });
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, &DoctorPage::forget);
    connect(&desks.project, &contracts::ProjectDesk::projectClosed, this, &DoctorPage::forget);
    connect(&desks.project, &contracts::ProjectDesk::projectChanged, this, &DoctorPage::refresh);
    m_message->hide();
    refresh();
}

void DoctorPage::begin(contracts::JobId job) {
    m_job = m_isBusy ? job : 0; // the answer may have come already
    refresh();
}

void DoctorPage::end() {
    m_isBusy = false;
    m_job = 0;
    refresh();
}

void DoctorPage::examine() {
    if (m_isBusy || !m_desks.project.project()) {
        return;
    }
    m_isBusy = true;
    m_progress->setFraction(-1);
    begin(m_desks.care.examine(this, [this](const Outcome<std::vector<Finding>>& outcome) {
        end();
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            showFindings(outcome.value());
        }
    }));
}

void DoctorPage::cure(const Finding& finding) {
    if (m_isBusy) {
        return;
    }
    m_isBusy = true;
    m_progress->setFraction(-1);
    begin(m_desks.care.cure(QString::fromStdString(finding.kind), this, [this](const Outcome<storage::CureReport>& outcome) {
        end();
        if (outcome.isProblem()) {
            showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            m_message->setAction(outcome.value().steps > 0 ? tr("Undo") : QString(), [this] {
                m_message->hide();
                Q_EMIT undoRequested();
            });
            m_message->showMessage(MessageKind::Good,
                                   outcome.value().steps > 1
                                       ? tr("%1 Undo takes back one after the other.").arg(FindingWords::done(outcome.value()))
                                       : FindingWords::done(outcome.value()));
            examine();
        }
    }));
}

void DoctorPage::showFindings(const std::vector<Finding>& findings) {
    forget();
    m_hasFindings = true;
    std::vector<Finding> ordered = findings;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const Finding& left, const Finding& right) { return left.severity > right.severity; });
    for (const Finding& finding : ordered) {
        auto* card = new FindingCard(finding);
        connect(card, &FindingCard::cureRequested, this, [this, finding] { cure(finding); });
        connect(card, &FindingCard::itemsRequested, this, [this, finding] {
            std::vector<storage::ItemId> items;
            for (const storage::FoundItem& found : finding.items) {
                items.push_back(found.item);
            }
            Q_EMIT itemsRequested(items, FindingWords::title(finding));
        });
        m_list->insertWidget(static_cast<int>(m_cards.size()), card);
        m_cards.append(card);
    }
    refresh();
}

void DoctorPage::forget() {
    for (FindingCard* card : m_cards) {
        m_list->removeWidget(card);
        card->hide();
        card->deleteLater();
    }
    m_cards.clear();
    m_hasFindings = false;
    refresh();
}

void DoctorPage::showProblem(const contracts::Problem& problem) {
    m_message->setAction({}, {});
    m_message->showProblem(problem);
}

void DoctorPage::refresh() {
    const auto project = m_desks.project.project();
    const bool canExamine = project && project->counts.all > 0 && !m_isBusy;
    m_examine->setEnabled(canExamine);
    m_examine->setText(m_hasFindings ? tr("Examine again") : tr("Examine"));
    m_examine->setVisible(!m_isBusy);
    m_stop->setVisible(m_isBusy);
    m_progress->setVisible(m_isBusy);
    for (FindingCard* card : m_cards) {
        card->setCanCure(!m_isBusy && project && !project->readOnly);
    }
    m_summary->setText(m_isBusy         ? tr("Looking at every item and vote…")
                       : !m_hasFindings ? QString()
                                        : tr("%n finding(s)", nullptr, static_cast<int>(m_cards.size())));
    m_stack->setCurrentIndex(m_cards.isEmpty() ? 1 : 0);
    if (m_hasFindings) {
        m_empty->setTexts(tr("Nothing was found"), tr("No item or vote shows any of the faults that the doctor knows."));
        m_empty->setActionText({});
    } else {
        m_empty->setTexts(tr("See what the data set has wrong"),
                          tr("The doctor looks for repeated and empty answers, items that are there twice, votes that "
                             "contradict each other, names of models, mixed languages, damaged pictures, and for what decides "
                             "votes besides quality. It changes nothing until you say so."));
        m_empty->setActionText(canExamine ? tr("Examine") : QString());
    }
}

} // namespace trutina::ui
