// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/agreement/agreement_page.h"

#include "ui/contracts/care_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/pages/agreement/adjudication_view.h"
#include "ui/pages/agreement/agreement_view.h"
#include "ui/style/tokens.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/inline_message.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace trutina::ui {

using contracts::AgreementReport;
using contracts::Outcome;

namespace {
/// Up to so many items the figures come without being asked for.
constexpr int kReadsItself = 20'000;
enum Layer { Empty, Figures, Settling };
} // namespace

AgreementPage::AgreementPage(const contracts::Desks& desks, QWidget* parent)
    : QWidget(parent),
      m_desks(desks),
      m_read(new QPushButton(tr("Read again"))),
      m_stop(new QPushButton(tr("Stop"))),
      m_progress(new ThinProgress(tr("Progress of reading votes"))),
      m_message(new InlineMessage),
      m_view(new AgreementView),
      m_adjudication(new AdjudicationView(desks)),
      m_empty(new EmptyState("chart", {}, {})),
      m_stack(new QStackedLayout) {
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    head->addWidget(new TextLabel(tr("Agreement"), TextRole::PageTitle, TextWeight::SemiBold));
    head->addWidget(&m_view->choice());
    head->addStretch(1);
    head->addWidget(m_progress);
    head->addWidget(m_stop);
    head->addWidget(m_read);
    auto* host = new QWidget;
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_adjudication);
    host->setLayout(m_stack);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::l, space::l, space::l);
    layout->setSpacing(space::m);
    layout->addLayout(head);
    layout->addWidget(m_message);
    layout->addWidget(host, 1);
    m_message->hide();

    connect(m_read, &QPushButton::clicked, this, &AgreementPage::read);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (m_job != 0) {
            m_desks.care.cancel(m_job);
        }
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        const auto project = m_desks.project.project();
        if (project && project->counts.all > 0 && !m_hasReport) {
            read();
        } else {
            Q_EMIT mergeRequested();
        }
    });
    connect(m_view, &AgreementView::settleRequested, this, &AgreementPage::settle);
    connect(m_view, &AgreementView::itemsRequested, this, [this] {
        std::vector<storage::ItemId> items;
        for (const contracts::DisagreedItem& item : m_report.items) {
            items.push_back(item.item);
        }
        Q_EMIT itemsRequested(items, tr("Annotators disagree"));
    });
    connect(m_adjudication, &AdjudicationView::backRequested, this, [this] {
        m_stack->setCurrentIndex(Figures);
        read();
    });
    connect(&desks.care, &contracts::CareDesk::jobsChanged, this, [this](const QList<contracts::JobState>& jobs) {
        for (const contracts::JobState& job : jobs) {
            if (job.id == m_job) {
                m_progress->setFraction(job.fraction);
            }
        }
    });
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, &AgreementPage::forget);
    connect(&desks.project, &contracts::ProjectDesk::projectClosed, this, &AgreementPage::forget);
    connect(&desks.project, &contracts::ProjectDesk::projectChanged, this, [this] {
        m_isStale = true;
        refresh();
    });
    refresh();
}

bool AgreementPage::isSettling() const {
    return m_stack->currentIndex() == Settling;
}

void AgreementPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    const auto project = m_desks.project.project();
    if (project && project->counts.all > 0 && project->counts.all <= kReadsItself && (!m_hasReport || m_isStale) &&
        !isSettling()) {
        read();
    }
}

void AgreementPage::read() {
    if (m_isBusy || !m_desks.project.project()) {
        return;
    }
    m_isBusy = true;
    m_progress->setFraction(-1);
    const contracts::JobId job = m_desks.care.readAgreement(this, [this](const Outcome<AgreementReport>& outcome) {
        m_isBusy = false;
        m_job = 0;
        if (outcome.isProblem()) {
            m_message->showProblem(outcome.problem());
        } else if (outcome.isValue()) {
            m_message->hide();
            m_report = outcome.value();
            m_hasReport = true;
            m_isStale = false;
            m_view->setReport(m_report);
            if (!isSettling()) {
                m_stack->setCurrentIndex(m_report.tables.empty() ? Empty : Figures);
            }
        }
        refresh();
    });
    m_job = m_isBusy ? job : 0;
    refresh();
}

void AgreementPage::settle() {
    if (!m_report.items.empty()) {
        m_adjudication->setItems(m_report.items);
        m_stack->setCurrentIndex(Settling);
        m_adjudication->setFocus(Qt::OtherFocusReason);
        refresh();
    }
}

void AgreementPage::forget() {
    m_report = {};
    m_hasReport = false;
    m_isStale = false;
    m_stack->setCurrentIndex(Empty);
    m_adjudication->setItems({});
    refresh();
    if (isVisible()) {
        const auto project = m_desks.project.project();
        if (project && project->counts.all > 0 && project->counts.all <= kReadsItself) {
            read();
        }
    }
}

void AgreementPage::refresh() {
    const auto project = m_desks.project.project();
    const bool hasItems = project && project->counts.all > 0;
    m_read->setVisible(!m_isBusy && hasItems && !isSettling());
    m_read->setText(m_hasReport ? tr("Read again") : tr("Read the votes"));
    m_stop->setVisible(m_isBusy);
    m_progress->setVisible(m_isBusy);
    m_view->choice().setVisible(m_stack->currentIndex() == Figures && m_view->choice().count() > 1);
    if (m_hasReport) {
        m_empty->setTexts(tr("Nobody has judged anything yet"),
                          tr("As soon as two people have judged the same items, you see here how far they agree. Merge the "
                             "project file of another annotator to bring their votes in."));
        m_empty->setActionText(project && !project->readOnly ? tr("Merge a project…") : QString());
    } else {
        m_empty->setTexts(
            tr("See how far annotators agree"),
            tr("Cohen's kappa of each two, Fleiss' kappa and Krippendorff's alpha of all, with their intervals, and "
               "the items that somebody should settle."));
        m_empty->setActionText(hasItems && !m_isBusy ? tr("Read the votes") : QString());
    }
}

} // namespace trutina::ui
