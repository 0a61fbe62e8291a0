//! The tables as diesel sees them: `migrations/` written down once more, and compared with the live catalogue by a test.
//! One file however long, because its last macro names every table.

diesel::table! {
    dondoc.settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    dondoc.tenants (id) {
        id -> Integer,
        slug -> Text,
        short -> Text,
        kind -> Text,
        name_vi -> Text,
        name_en -> Text,
        region -> Text,
        code -> Text,
        code_status -> Text,
        zone -> Text,
        valid_from -> Nullable<Date>,
        valid_to -> Nullable<Date>,
        successor_id -> Nullable<Integer>,
        source_note_vi -> Text,
        source_note_en -> Text,
    }
}

diesel::table! {
    dondoc.holidays (for_tenant, year, version, day) {
        day -> Date,
        kind -> Text,
        name_vi -> Text,
        name_en -> Text,
        certainty -> Text,
        source_note_vi -> Text,
        source_note_en -> Text,
        for_tenant -> Integer,
        year -> Integer,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.calendar_versions (for_tenant, year, version) {
        for_tenant -> Integer,
        year -> Integer,
        version -> Integer,
        from_day -> Date,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
        by_name -> Text,
        source_note -> Text,
    }
}

diesel::table! {
    dondoc.send_windows (for_tenant, version) {
        for_tenant -> Integer,
        version -> Integer,
        opens -> Nullable<Time>,
        closes -> Nullable<Time>,
        from_day -> Date,
        at -> Timestamptz,
        by_id -> Nullable<Uuid>,
        by_name -> Text,
    }
}

diesel::table! {
    dondoc.users (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        name -> Text,
        role -> Text,
        status -> Text,
        email -> Text,
        lang -> Text,
        created_at -> Timestamptz,
        version -> Integer,
        second_factor_at -> Nullable<Timestamptz>,
        barred_until -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.sessions (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        user_id -> Uuid,
        kind -> Text,
        secret_hash -> Bytea,
        created_at -> Timestamptz,
        expires_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        last_seen_at -> Timestamptz,
        authn_at -> Timestamptz,
        with_code -> Bool,
        acting_under -> Nullable<Uuid>,
    }
}

diesel::table! {
    dondoc.accounts (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        user_id -> Uuid,
        email -> Text,
        password_hash -> Nullable<Text>,
        created_at -> Timestamptz,
        has_phrase -> Bool,
    }
}

diesel::table! {
    dondoc.lost_factors (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        user_id -> Uuid,
        proof -> Text,
        asked_by -> Uuid,
        asked_name -> Text,
        asked_at -> Timestamptz,
        confirmed -> Nullable<Bool>,
        decided_by -> Nullable<Uuid>,
        decided_at -> Nullable<Timestamptz>,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.stand_ins (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        absent_id -> Uuid,
        stand_in_id -> Uuid,
        from_on -> Date,
        to_on -> Date,
        ended_at -> Nullable<Timestamptz>,
        by_name -> Text,
        reason -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.totp (tenant_id, account_id) {
        tenant_id -> Integer,
        account_id -> Uuid,
        secret_sealed -> Bytea,
        last_step -> BigInt,
        session_id -> Uuid,
    }
}

diesel::table! {
    dondoc.recovery_codes (tenant_id, account_id, hash) {
        tenant_id -> Integer,
        account_id -> Uuid,
        hash -> Bytea,
    }
}

diesel::table! {
    dondoc.passkeys (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        account_id -> Uuid,
        credential_id -> Bytea,
        passkey -> Jsonb,
        name -> Text,
        created_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.console_log_ins (tenant_id, device_hash) {
        tenant_id -> Integer,
        device_hash -> Bytea,
        user_code -> Text,
        host -> Text,
        address -> Text,
        asked_at -> Timestamptz,
        expires_at -> Timestamptz,
        polled_at -> Nullable<Timestamptz>,
        decided_at -> Nullable<Timestamptz>,
        session_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    dondoc.spent_challenges (tenant_id, account_id, hash) {
        tenant_id -> Integer,
        account_id -> Uuid,
        hash -> Bytea,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.log_in_steps (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        account_id -> Uuid,
        secret_hash -> Bytea,
        tries -> SmallInt,
        expires_at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.links (tenant_id, secret_hash) {
        tenant_id -> Integer,
        secret_hash -> Bytea,
        account_id -> Uuid,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.refresh_tokens (tenant_id, secret_hash) {
        tenant_id -> Integer,
        secret_hash -> Bytea,
        session_id -> Uuid,
        issued_at -> Timestamptz,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
        sealed_successor -> Nullable<Bytea>,
    }
}

diesel::table! {
    dondoc.log_in_failures (subject) {
        subject -> Bytea,
        failures -> Integer,
        day -> Date,
        last_at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.contacts (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        role -> Text,
        office -> Text,
        address -> Text,
        verified_at -> Nullable<Timestamptz>,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.audit (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        at -> Timestamptz,
        xid -> BigInt,
        actor_tenant_id -> Nullable<Integer>,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        session_id -> Nullable<Uuid>,
        request_id -> Text,
        action -> Text,
        subject_kind -> Text,
        subject_id -> Nullable<Uuid>,
        detail -> Jsonb,
        actor_for -> Nullable<Uuid>,
    }
}

diesel::table! {
    dondoc.idempotency (tenant_id, user_id, key) {
        tenant_id -> Integer,
        user_id -> Uuid,
        key -> Uuid,
        operation -> Text,
        request_hash -> Bytea,
        status -> SmallInt,
        body -> Jsonb,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.drafts (tenant_id, user_id, form) {
        tenant_id -> Integer,
        user_id -> Uuid,
        form -> Text,
        fields -> Jsonb,
        saved_at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.outbox (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        kind -> Text,
        args -> Jsonb,
        dedupe_key -> Text,
        state -> Text,
        run_at -> Timestamptz,
        attempts -> Integer,
        ambiguous -> Integer,
        lease_until -> Nullable<Timestamptz>,
        lease_token -> Nullable<Uuid>,
        recipient_id -> Nullable<Uuid>,
        address -> Nullable<Text>,
        message_id -> Text,
        raw -> Nullable<Bytea>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        leaves_on -> Nullable<Date>,
    }
}

diesel::table! {
    dondoc.directives (id) {
        id -> Uuid,
        number -> Text,
        kind -> Text,
        issuer_vi -> Text,
        issuer_en -> Text,
        issued_on -> Date,
        issued_precision -> Text,
        title_vi -> Text,
        title_en -> Text,
        source_note_vi -> Text,
        source_note_en -> Text,
    }
}

diesel::table! {
    dondoc.tasks (id) {
        id -> Uuid,
        code -> Text,
        directive_id -> Uuid,
        clause_vi -> Text,
        clause_en -> Text,
        title_vi -> Text,
        title_en -> Text,
        product_vi -> Text,
        product_en -> Text,
        scope -> Text,
        lead -> Text,
        coordinating -> Text,
        lead_basis -> Text,
        due_on -> Nullable<Date>,
        due_precision -> Text,
        due_text_vi -> Text,
        due_text_en -> Text,
        starts_on -> Nullable<Date>,
        recurrence -> Text,
        parent_id -> Nullable<Uuid>,
        restates_id -> Nullable<Uuid>,
        chair_title_vi -> Text,
        chair_title_en -> Text,
        words -> Text,
        source_note_vi -> Text,
        source_note_en -> Text,
        code_order -> Text,
        kind -> Text,
        period_id -> Nullable<Integer>,
    }
}

diesel::table! {
    dondoc.assignments (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        task_id -> Uuid,
        part -> Text,
        status -> Text,
        open -> Bool,
        counted -> Bool,
        due_on -> Nullable<Date>,
        due_precision -> Text,
        original_due_on -> Nullable<Date>,
        late_from -> Nullable<Date>,
        original_late_from -> Nullable<Date>,
        urgency_on -> Date,
        percent -> SmallInt,
        level -> SmallInt,
        unanswered_urges -> Integer,
        reminders_at_level -> SmallInt,
        extension_count -> Integer,
        extension_pending -> Bool,
        assignee_id -> Nullable<Uuid>,
        proposed_by -> Nullable<Uuid>,
        submission_id -> Nullable<Uuid>,
        submitted_by -> Nullable<Uuid>,
        submitted_on -> Nullable<Date>,
        opened_at -> Nullable<Timestamptz>,
        assigned_on -> Date,
        last_report_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        version -> Integer,
        silent -> Bool,
        code_order -> Text,
        sent_back -> Bool,
        period_id -> Nullable<Integer>,
        urges -> Integer,
        last_urged_on -> Nullable<Date>,
        heard_on -> Nullable<Date>,
        barrier_open -> Bool,
        proposed_on -> Nullable<Date>,
    }
}

diesel::table! {
    dondoc.progress_reports (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        assignment_id -> Uuid,
        percent -> SmallInt,
        results -> Text,
        figures -> Text,
        limitations -> Text,
        barriers -> Text,
        cause -> Nullable<Text>,
        waiting_on -> Nullable<Integer>,
        next_step -> Text,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.evidence (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        assignment_id -> Uuid,
        kind -> Text,
        name -> Text,
        url -> Nullable<Text>,
        media_type -> Nullable<Text>,
        size -> Nullable<BigInt>,
        sha256 -> Nullable<Bytea>,
        object -> Nullable<Text>,
        frozen -> Bool,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
        removed_by -> Nullable<Uuid>,
        frozen_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    dondoc.submissions (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        assignment_id -> Uuid,
        proposed_by -> Nullable<Uuid>,
        submitted_by -> Uuid,
        submitted_name -> Text,
        submitted_on -> Date,
        at -> Timestamptz,
        remark -> Text,
        decision -> Nullable<Text>,
        decided_by -> Nullable<Uuid>,
        decided_name -> Nullable<Text>,
        decided_at -> Nullable<Timestamptz>,
        decision_remark -> Nullable<Text>,
    }
}

diesel::table! {
    dondoc.events (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        assignment_id -> Uuid,
        kind -> Text,
        at -> Timestamptz,
        xid -> BigInt,
        actor_tenant_id -> Nullable<Integer>,
        actor_id -> Nullable<Uuid>,
        actor_name -> Text,
        detail -> Text,
    }
}

diesel::table! {
    dondoc.tally_open (tenant_id, has_due, status, late_from, original_late_from) {
        tenant_id -> Integer,
        has_due -> Bool,
        status -> Text,
        late_from -> Date,
        original_late_from -> Date,
        n -> BigInt,
    }
}

diesel::table! {
    dondoc.weekly_figures (tenant_id, week_of) {
        tenant_id -> Integer,
        week_of -> Date,
        overdue -> BigInt,
        closed -> BigInt,
    }
}

diesel::table! {
    dondoc.tally_closed (tenant_id, year, class, original_class) {
        tenant_id -> Integer,
        year -> Integer,
        class -> Text,
        original_class -> Text,
        n -> BigInt,
    }
}

diesel::table! {
    dondoc.urge_numbers (year, symbol) {
        year -> Integer,
        last -> Integer,
        symbol -> Text,
    }
}

diesel::table! {
    dondoc.urges (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        year -> Integer,
        number -> Integer,
        text -> Text,
        reply_by -> Date,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Uuid>,
        answered_name -> Nullable<Text>,
        answered_at -> Nullable<Timestamptz>,
        lapsed_at -> Nullable<Timestamptz>,
        symbol -> Text,
        addressee -> Text,
        template -> Nullable<Text>,
        text_en -> Nullable<Text>,
        by_role -> Nullable<Text>,
        issued_on -> Date,
        answered_on -> Nullable<Date>,
        mail_from -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.claims (tenant_id, assignment_id) {
        tenant_id -> Integer,
        assignment_id -> Uuid,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.presences (tenant_id, assignment_id, by_id) {
        tenant_id -> Integer,
        assignment_id -> Uuid,
        by_id -> Uuid,
        by_name -> Text,
        since -> Timestamptz,
        until_at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.snoozes (tenant_id, assignment_id) {
        tenant_id -> Integer,
        assignment_id -> Uuid,
        until_on -> Date,
        reason -> Text,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.notes (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        assignment_id -> Uuid,
        text -> Text,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.recheck_samples (month) {
        month -> Date,
        seed -> Text,
        accepted -> Integer,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.rechecks (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        month -> Date,
        place -> Integer,
        assignment_id -> Uuid,
        accepted_by -> Nullable<Uuid>,
        accepted_name -> Text,
        accepted_at -> Timestamptz,
        outcome -> Nullable<Text>,
        remark -> Text,
        by_id -> Nullable<Uuid>,
        by_name -> Nullable<Text>,
        decided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.views (id) {
        id -> Uuid,
        owner_id -> Nullable<Uuid>,
        key -> Text,
        name -> Text,
        filter -> Text,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.plans (id) {
        id -> Uuid,
        input -> Jsonb,
        skipped -> Jsonb,
        by_id -> Uuid,
        by_name -> Text,
        items -> Integer,
        made_at -> Timestamptz,
        expires_at -> Timestamptz,
        kind -> Text,
    }
}

diesel::table! {
    dondoc.plan_parts (plan_id, part) {
        plan_id -> Uuid,
        part -> Integer,
        for_tenant -> Integer,
        shown -> Jsonb,
        state -> Text,
        urge_id -> Nullable<Uuid>,
        number -> Nullable<Text>,
        messages -> Array<Uuid>,
        why -> Nullable<Text>,
    }
}

diesel::table! {
    dondoc.urge_assignments (tenant_id, urge_id, assignment_id) {
        tenant_id -> Integer,
        urge_id -> Uuid,
        assignment_id -> Uuid,
        due_on -> Nullable<Date>,
        due_precision -> Text,
        lapsed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.urge_templates (code) {
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        text_vi -> Text,
        text_en -> Text,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.extension_requests (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        assignment_id -> Uuid,
        from_on -> Date,
        to_on -> Date,
        reason -> Text,
        text -> Text,
        state -> Text,
        granted_to -> Nullable<Date>,
        remark -> Nullable<Text>,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        decided_by -> Nullable<Uuid>,
        decided_name -> Nullable<Text>,
        decided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.escalation_steps (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        assignment_id -> Uuid,
        level -> SmallInt,
        state -> Text,
        proposed_on -> Date,
        days_overdue -> Integer,
        signed_by -> Nullable<Uuid>,
        signed_name -> Nullable<Text>,
        signed_at -> Nullable<Timestamptz>,
        decided_by -> Nullable<Uuid>,
        decided_name -> Nullable<Text>,
        decided_at -> Nullable<Timestamptz>,
        remark -> Nullable<Text>,
        policy_id -> Uuid,
    }
}

diesel::table! {
    dondoc.reminder_occurrences (tenant_id, assignment_id, rule_id, slot_date, recipient_id) {
        tenant_id -> Integer,
        assignment_id -> Uuid,
        rule_id -> Text,
        slot_date -> Date,
        recipient_id -> Uuid,
        level -> SmallInt,
        message_id -> Nullable<Uuid>,
        at -> Timestamptz,
        policy_id -> Uuid,
        reason -> Text,
        status -> Text,
        due_on -> Date,
    }
}

diesel::table! {
    dondoc.policies (id) {
        id -> Uuid,
        kind -> Text,
        for_tenant -> Nullable<Integer>,
        version -> Integer,
        from_on -> Date,
        until_on -> Nullable<Date>,
        cap -> Nullable<SmallInt>,
        rest_days -> Nullable<Integer>,
        longest_rest_days -> Nullable<Integer>,
        most_steps -> Nullable<SmallInt>,
        note -> Text,
        by_id -> Nullable<Uuid>,
        by_name -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.reminder_rules (policy_id, rule, audience) {
        policy_id -> Uuid,
        rule -> Text,
        audience -> Text,
    }
}

diesel::table! {
    dondoc.ladder_levels (policy_id, level) {
        policy_id -> Uuid,
        level -> SmallInt,
        after_days -> Integer,
        target -> Text,
        rests -> Bool,
        second_person -> Bool,
        automatic -> Bool,
        text_vi -> Text,
        text_en -> Text,
    }
}

diesel::table! {
    dondoc.sweeps (tenant_id) {
        tenant_id -> Integer,
        swept_to -> Date,
        seen_xid -> BigInt,
    }
}

diesel::table! {
    dondoc.suspensions (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        address -> Text,
        reason -> Text,
        detail -> Text,
        message_id -> Nullable<Uuid>,
        since -> Timestamptz,
        lifted_at -> Nullable<Timestamptz>,
        lifted_by -> Nullable<Uuid>,
        lifted_name -> Nullable<Text>,
    }
}

diesel::table! {
    dondoc.standings (tenant_id, task_id, source_tenant_id) {
        tenant_id -> Integer,
        task_id -> Uuid,
        source_tenant_id -> Integer,
        part -> Text,
        status -> Text,
        percent -> SmallInt,
        due_on -> Nullable<Date>,
        due_precision -> Text,
        late_from -> Nullable<Date>,
        submitted_on -> Nullable<Date>,
        last_report_on -> Nullable<Date>,
        live -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.mail_holds (id) {
        id -> Uuid,
        for_tenant -> Nullable<Integer>,
        begins_at -> Timestamptz,
        ends_at -> Nullable<Timestamptz>,
        reason -> Text,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        lifted_at -> Nullable<Timestamptz>,
        lifted_by -> Nullable<Uuid>,
        lifted_name -> Nullable<Text>,
    }
}

diesel::table! {
    dondoc.message_steps (tenant_id, message_id, id) {
        tenant_id -> Integer,
        message_id -> Uuid,
        id -> Uuid,
        at -> Timestamptz,
        state -> Text,
        said -> Nullable<Text>,
    }
}

diesel::table! {
    dondoc.digests_sent (tenant_id, day) {
        tenant_id -> Integer,
        day -> Date,
        n -> Integer,
        alarmed -> Bool,
    }
}

diesel::table! {
    dondoc.relay_pauses (tenant_id, relay) {
        tenant_id -> Integer,
        relay -> Text,
        until -> Nullable<Timestamptz>,
        error -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.blocks (tenant_id, task_id, source_tenant_id) {
        tenant_id -> Integer,
        task_id -> Uuid,
        source_tenant_id -> Integer,
        assignment_id -> Uuid,
        part -> Text,
        cause -> Nullable<Text>,
        since -> Date,
        due_on -> Nullable<Date>,
        due_precision -> Text,
        late_from -> Nullable<Date>,
        live -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.copy_occurrences (tenant_id, task_id, source_tenant_id, matter, rule_id, slot_date, recipient_id) {
        tenant_id -> Integer,
        task_id -> Uuid,
        source_tenant_id -> Integer,
        matter -> Text,
        rule_id -> Text,
        slot_date -> Date,
        recipient_id -> Uuid,
        message_id -> Nullable<Uuid>,
        at -> Timestamptz,
        policy_id -> Uuid,
        reason -> Text,
        status -> Nullable<Text>,
        due_on -> Date,
    }
}

diesel::table! {
    dondoc.reminder_choices (tenant_id, user_id) {
        tenant_id -> Integer,
        user_id -> Uuid,
        early -> Bool,
        at -> Timestamptz,
    }
}

diesel::table! {
    dondoc.body_groups (id) {
        id -> Integer,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
    }
}

diesel::table! {
    dondoc.group_members (group_id, body_id) {
        group_id -> Integer,
        body_id -> Integer,
        from_on -> Nullable<Date>,
        to_on -> Nullable<Date>,
    }
}

diesel::table! {
    dondoc.regimes (id) {
        id -> Integer,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        periodicity -> Text,
        directive_id -> Uuid,
        opens_before -> Integer,
        due_after -> Integer,
        cutoff_after -> Integer,
        two_people -> Bool,
        known -> Text,
        source_note_vi -> Text,
        source_note_en -> Text,
        nil_allowed -> Bool,
    }
}

diesel::table! {
    dondoc.indicators (id) {
        id -> Integer,
        code -> Text,
        name_vi -> Text,
        name_en -> Text,
        unit_vi -> Text,
        unit_en -> Text,
        numerator_vi -> Text,
        numerator_en -> Text,
        denominator_vi -> Text,
        denominator_en -> Text,
        direction -> Text,
        decimals -> SmallInt,
        scale -> SmallInt,
        group_id -> Integer,
        over_bodies -> Text,
        over_time -> Text,
        regime_id -> Nullable<Integer>,
        place -> SmallInt,
        compulsory -> Bool,
        part_of -> Nullable<Integer>,
        known -> Text,
        source_note_vi -> Text,
        source_note_en -> Text,
    }
}

diesel::table! {
    dondoc.indicator_versions (indicator_id, version) {
        indicator_id -> Integer,
        version -> SmallInt,
        from_on -> Nullable<Date>,
        concept_vi -> Text,
        concept_en -> Text,
        breaks -> Bool,
    }
}

diesel::table! {
    dondoc.targets (indicator_id, group_id, version) {
        indicator_id -> Integer,
        group_id -> Integer,
        version -> SmallInt,
        op -> Text,
        places -> SmallInt,
        floor -> BigInt,
        stretch -> Nullable<BigInt>,
        gain -> Bool,
        baseline -> Nullable<BigInt>,
        baseline_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        directive_id -> Uuid,
        clause_vi -> Text,
        clause_en -> Text,
        known -> Text,
        source_note_vi -> Text,
        source_note_en -> Text,
        tasks -> Array<Uuid>,
    }
}

diesel::table! {
    dondoc.figures_of_record (series, as_of, revision) {
        series -> Text,
        as_of -> Date,
        revision -> SmallInt,
        as_of_precision -> Text,
        indicator_id -> Nullable<Integer>,
        leads -> Bool,
        name_vi -> Text,
        name_en -> Text,
        unit_vi -> Text,
        unit_en -> Text,
        places -> SmallInt,
        value -> BigInt,
        num -> Nullable<BigInt>,
        den -> Nullable<BigInt>,
        published_on -> Nullable<Date>,
        source_note_vi -> Text,
        source_note_en -> Text,
        known -> Text,
    }
}

diesel::table! {
    dondoc.periods (id) {
        id -> Integer,
        regime_id -> Integer,
        code -> Text,
        from_on -> Date,
        to_on -> Date,
        opens_on -> Date,
        due_on -> Date,
        cutoff_on -> Date,
        close_on -> Date,
        status -> Text,
        simulated -> Bool,
        asks -> Array<Integer>,
        planned_by -> Nullable<Uuid>,
        planned_name -> Text,
        planned_at -> Timestamptz,
        opened_by -> Nullable<Uuid>,
        opened_name -> Nullable<Text>,
        opened_at -> Nullable<Timestamptz>,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.reports (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        period_id -> Integer,
        assignment_id -> Uuid,
        revision -> Integer,
        first_filed_on -> Nullable<Date>,
        version -> Integer,
        missed_on -> Nullable<Date>,
    }
}

diesel::table! {
    dondoc.report_drafts (tenant_id, report_id, indicator_id) {
        tenant_id -> Integer,
        report_id -> Uuid,
        indicator_id -> Integer,
        num -> Text,
        den -> Text,
        format -> Text,
        state -> Text,
        reason -> Text,
        estimated -> Bool,
        entered_by -> Uuid,
        entered_name -> Text,
        at -> Timestamptz,
        version -> Integer,
        authors -> Array<Uuid>,
    }
}

diesel::table! {
    dondoc.report_revisions (tenant_id, report_id, revision) {
        tenant_id -> Integer,
        report_id -> Uuid,
        revision -> Integer,
        submission_id -> Nullable<Uuid>,
        in_time -> Bool,
        filed_on -> Date,
        filed_by -> Uuid,
        filed_name -> Text,
        at -> Timestamptz,
        kind -> Text,
        replaces -> Nullable<Integer>,
        reason -> Nullable<Text>,
        text -> Text,
        decision -> Nullable<Text>,
        decided_by -> Nullable<Uuid>,
        decided_name -> Nullable<Text>,
        decided_at -> Nullable<Timestamptz>,
        remark -> Text,
    }
}

diesel::table! {
    dondoc.correction_drafts (tenant_id, report_id, revision) {
        tenant_id -> Integer,
        report_id -> Uuid,
        revision -> Integer,
        reason -> Nullable<Text>,
        text -> Text,
        proposed_by -> Nullable<Uuid>,
        filed -> Bool,
        version -> Integer,
        sent_back -> Nullable<Text>,
        sent_back_name -> Nullable<Text>,
        proposed_on -> Nullable<Date>,
    }
}

diesel::table! {
    dondoc.correction_cells (tenant_id, report_id, revision, indicator_id) {
        tenant_id -> Integer,
        report_id -> Uuid,
        revision -> Integer,
        indicator_id -> Integer,
        num -> Text,
        den -> Text,
        format -> Text,
        state -> Text,
        reason -> Text,
        estimated -> Bool,
        authors -> Array<Uuid>,
        entered_by -> Uuid,
        entered_name -> Text,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.report_exceptions (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        report_id -> Uuid,
        until_on -> Date,
        reason -> Text,
        text -> Text,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        cancelled_name -> Nullable<Text>,
        cancelled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dondoc.measurements (tenant_id, report_id, revision, indicator_id) {
        tenant_id -> Integer,
        report_id -> Uuid,
        revision -> Integer,
        indicator_id -> Integer,
        period_id -> Integer,
        state -> Text,
        num -> Nullable<BigInt>,
        den -> Nullable<BigInt>,
        reason -> Text,
        estimated -> Bool,
    }
}

diesel::table! {
    dondoc.report_justifications (tenant_id, report_id, indicator_id, rule, part) {
        tenant_id -> Integer,
        report_id -> Uuid,
        indicator_id -> Integer,
        rule -> Text,
        part -> Text,
        code -> Nullable<Text>,
        text -> Text,
        seen -> Text,
        by_id -> Uuid,
        by_name -> Text,
        at -> Timestamptz,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.findings (tenant_id, id) {
        tenant_id -> Integer,
        id -> Uuid,
        report_id -> Uuid,
        revision -> Integer,
        indicator_id -> Integer,
        rule -> Text,
        part -> Text,
        level -> Text,
        seen -> Jsonb,
        code -> Nullable<Text>,
        text -> Text,
        justified_by -> Nullable<Uuid>,
        justified_name -> Text,
        judged -> Nullable<Text>,
        judged_by -> Nullable<Uuid>,
        judged_name -> Text,
        judged_at -> Nullable<Timestamptz>,
        version -> Integer,
    }
}

diesel::table! {
    dondoc.figures (tenant_id, period_id, indicator_id, group_id, basis) {
        tenant_id -> Integer,
        period_id -> Integer,
        indicator_id -> Integer,
        group_id -> Integer,
        basis -> Text,
        expected -> BigInt,
        n_value -> BigInt,
        n_nil -> BigInt,
        n_na -> BigInt,
        n_none -> BigInt,
        n_estimated -> BigInt,
        n_yes -> BigInt,
        num -> BigInt,
        den -> BigInt,
        w_expected -> BigInt,
        w_present -> BigInt,
        n_weightless -> BigInt,
    }
}

diesel::table! {
    dondoc.figure_sources (tenant_id, period_id, source_id) {
        tenant_id -> Integer,
        period_id -> Integer,
        source_id -> Integer,
        groups -> Array<Integer>,
        version -> Integer,
        filed -> Integer,
        verified -> Integer,
    }
}

diesel::table! {
    dondoc.figure_weights (tenant_id, period_id, source_id, indicator_id) {
        tenant_id -> Integer,
        period_id -> Integer,
        source_id -> Integer,
        indicator_id -> Integer,
        weight -> Nullable<BigInt>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    settings,
    tenants,
    holidays,
    calendar_versions,
    send_windows,
    users,
    sessions,
    lost_factors,
    stand_ins,
    accounts,
    totp,
    recovery_codes,
    passkeys,
    console_log_ins,
    spent_challenges,
    log_in_steps,
    links,
    refresh_tokens,
    log_in_failures,
    contacts,
    audit,
    drafts,
    idempotency,
    outbox,
    directives,
    tasks,
    assignments,
    progress_reports,
    evidence,
    submissions,
    events,
    tally_open,
    tally_closed,
    weekly_figures,
    urge_numbers,
    urges,
    urge_assignments,
    urge_templates,
    plans,
    plan_parts,
    claims,
    presences,
    snoozes,
    notes,
    recheck_samples,
    rechecks,
    views,
    extension_requests,
    escalation_steps,
    reminder_occurrences,
    policies,
    reminder_rules,
    ladder_levels,
    sweeps,
    suspensions,
    mail_holds,
    digests_sent,
    relay_pauses,
    standings,
    blocks,
    copy_occurrences,
    reminder_choices,
    body_groups,
    group_members,
    regimes,
    indicators,
    indicator_versions,
    targets,
    figures_of_record,
    periods,
    reports,
    report_drafts,
    report_revisions,
    correction_drafts,
    correction_cells,
    report_exceptions,
    measurements,
    report_justifications,
    findings,
    figures,
    figure_sources,
    figure_weights,
);
